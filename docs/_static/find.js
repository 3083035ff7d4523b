// Find by message: what fakeserver/finding does, for the list on the page. tests/docs/test_find_page.py compares the two.
"use strict";

const BLANK = ".{1,120}?";
const TAG = /<\/?[A-Za-z][\w:.-]*(?: [^<>]*)?\/?>/g;
const AROUND = /(?<!\w)b(?=['"])|["'`‘’“”«»()[\]{}<>,;:=|\\]/g;
const DASH = /\b(\d{3})-(?=\w)/g;
const CODE = /^(?:aadsts\d+|\d{7}|error\w{4,}|\d{3} \d\.\d\.\d{1,3}|\d{3}(?= \w))/;
const LIKE_A_CODE = /^(?:aadsts)?[\d. ]+$/;
const NUMBER = /^\d{5,}$/;

// a text without what clients, logs and XML put around it, in lower case
function normalised(text) {
  const bare = text.replace(TAG, " ").replace(AROUND, " ").replace(DASH, "$1 ");
  return bare.toLowerCase().split(/\s+/).filter(Boolean).join(" ");
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
const standsIn = (part, text) => new RegExp(`(?<![\\w.])${escaped(part)}(?!\\w|\\.\\d)`).test(text);
const codeOf = (message) => (CODE.exec(message.words) || [""])[0];
const wordsOf = (text) => new Set(text.match(/\w{3,}/g) || []);

function spanOf(message, asked) {
  if (!message.parts.every((part) => asked.includes(part))) return null;
  const condition = message.condition ? `(?:${escaped(message.condition)})?` : "";
  const parts = message.parts.map((part) => ` ?${escaped(part)} ?`).join(BLANK);
  const match = new RegExp(`(?<!\\w)${condition}${parts}(?!\\w)`).exec(asked);
  return match && { message, start: match.index, end: match.index + match[0].length };
}

// those that stand in the text as a whole, but for what is said more exactly by another
function whole(asked, messages) {
  const found = messages.map((message) => spanOf(message, asked)).filter(Boolean);
  const isWithin = (one, other) => {
    if (other.start > one.start || one.end > other.end) return false;
    const longer = other.end - other.start - (one.end - one.start);
    return longer > 0 || (longer === 0 && other.message.words.length > one.message.words.length);
  };
  const best = found.filter((one) => !found.some((other) => isWithin(one, other)));
  return best.map((one) => one.message).sort((one, other) => other.words.length - one.words.length);
}

function ofCode(asked, messages) {
  const named = NUMBER.test(asked) ? [asked, `aadsts${asked}`] : [asked];
  const exact = messages.filter((message) => named.includes(codeOf(message)));
  const found = exact.length ? exact : messages.filter((each) => codeOf(each) && standsIn(codeOf(each), asked));
  const withText = found.filter((each) => standsIn(each.words.slice(codeOf(each).length).trim(), asked));
  return withText.length ? withText : found;
}

function containing(asked, messages) {
  const parts = messages.filter((message) => message.allWords.includes(asked));
  const bounded = parts.filter((message) => standsIn(asked, message.allWords));
  return bounded.length || LIKE_A_CODE.test(asked) ? bounded : parts;
}

function withWords(asked, messages) {
  const words = [...wordsOf(asked)];
  const has = (message, cause) => {
    const own = wordsOf(`${message.allWords} ${normalised(cause)}`);
    return words.every((word) => own.has(word));
  };
  return words.length ? messages.filter((message) => message.causes.some((cause) => has(message, cause))) : [];
}

// the messages that are meant, the likeliest first
function find(text, messages) {
  const asked = normalised(text);
  if (!asked) return [];
  for (const search of [whole, ofCode, containing, withWords]) {
    const found = search(asked, messages);
    if (found.length) return found;
  }
  return [];
}

function messageOf(element) {
  const { protocol, condition, words, allWords, parts } = element.dataset;
  const causes = [...element.querySelectorAll(".cause > p")].map((cause) => cause.textContent);
  return { element, protocol, condition, words, allWords, parts: JSON.parse(parts), causes };
}

function begin() {
  const messages = [...document.querySelectorAll("details.message")].map(messageOf);
  const sections = [...new Set(messages.map((message) => message.element.closest("section")))];
  const form = document.createElement("form");
  form.className = "find";
  form.innerHTML =
    '<label for="message">What your program got</label>' +
    '<textarea id="message" rows="3" spellcheck="false" placeholder="535 5.7.3 Authentication unsuccessful"></textarea>' +
    '<p role="status"></p><div class="found"></div>';
  sections[0].before(form);
  const [field, status, found] = ["textarea", "[role=status]", ".found"].map((name) => form.querySelector(name));

  const show = () => {
    const meant = find(field.value, messages);
    const isAsked = field.value.trim() !== "";
    sections.forEach((section) => { section.hidden = isAsked && meant.length > 0; });
    status.textContent = !isAsked ? "" : meant.length
      ? `${meant.length} message${meant.length > 1 ? "s" : ""}`
      : "Nothing is known that says so. Try a part of it: the code, or a few words.";
    found.replaceChildren(...meant.map((message) => {
      const copy = message.element.cloneNode(true);
      copy.open = meant.length < 4;
      copy.querySelector("summary").prepend(`${message.protocol} `);
      return copy;
    }));
    history.replaceState(null, "", isAsked ? `#find=${encodeURIComponent(field.value)}` : location.pathname);
  };
  field.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  if (location.hash.startsWith("#find=")) {
    field.value = decodeURIComponent(location.hash.slice("#find=".length));
    show();
  }
}

if (typeof document === "undefined") module.exports = { find, normalised };
else begin();
