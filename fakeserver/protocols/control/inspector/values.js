// Values as a person writes them, and as JSON has them.

/** Read what was written: JSON where it is some, else the text itself. */
export function valueOf(text) {
  const trimmed = text.trim();
  try {
    return JSON.parse(trimmed);
  } catch {
    const python = { True: true, False: false, None: null };
    return trimmed in python ? python[trimmed] : text;
  }
}

/** Write a value for a field: text as it is where that shows it, else JSON. */
export const written = (value) => (typeof value === "string" && /^\S(?:[^\r\n]*\S)?$/.test(value) ? value : JSON.stringify(value ?? null));

export const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
