// Shows a message's HTML so that it can do nothing: no script, no link, nothing from elsewhere.
//
// It stands in a sandboxed frame on a page of its own (paper.html), from which it inherits a policy that loads nothing.
// What is taken out here is taken out to be counted and named, not because the policy would let it through.

import { fill, h } from "./dom.js";

const REMOVED = "script, noscript, base, link, iframe, frame, frameset, object, embed, applet, audio, video, source, track, meta[http-equiv], form input, form button";
const SOURCES = ["src", "srcset", "poster", "background", "data", "href", "xlink:href"];
const ADDRESS = /^(?:https?:)?\/\//i;
const STYLE_ADDRESS = /url\(\s*(["']?)(.*?)\1\s*\)|@import\s+(?:url\()?["']?([^"')\s;]+)[^;]*;?/gis;

/**
 * Return the HTML without what is not shown, the addresses that were not asked for, and those that links lead to.
 * @param {DOMParser} parser of the paper's own page, whose policy lets a document have styles
 */
export function tamed(html, pictures, parser) {
  const page = parser.parseFromString(html, "text/html");
  const blocked = new Set();
  const links = new Set();
  const note = (address) => {
    if (ADDRESS.test(address.trim())) blocked.add(address.trim());
  };
  const style = (css) => css.replace(STYLE_ADDRESS, (whole, quote, address, imported) => {
    const found = (address ?? imported).trim();
    const picture = pictures.get(contentId(found));
    if (picture) return `url("${picture}")`;
    if (/^data:/i.test(found)) return whole;
    note(found);
    return imported ? "" : "none";
  });
  for (const link of page.querySelectorAll("a[href], area[href]")) {
    const address = link.getAttribute("href").trim();
    if (!address.startsWith("#")) links.add(address);
    link.title = address;
    link.removeAttribute("href");
    link.removeAttribute("target");
    link.style.textDecoration ||= "underline";
  }
  for (const element of page.querySelectorAll("*")) {
    for (const name of SOURCES) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      const picture = pictures.get(contentId(value));
      if (picture && name === "src") element.setAttribute("src", picture);
      else if (!/^data:image\//i.test(value.trim())) {
        if (name === "srcset") value.split(",").forEach((candidate) => note(candidate.trim().split(/\s/)[0]));
        else note(value);
        element.removeAttribute(name);
        if (element.localName === "img" && name === "src") element.alt = isDot(element) ? "" : element.alt || "(a picture from elsewhere, not loaded)";
      }
    }
    if (element.hasAttribute("style")) element.setAttribute("style", style(element.getAttribute("style")));
    [...element.attributes].filter(({ name }) => name.startsWith("on")).forEach(({ name }) => element.removeAttribute(name));
  }
  for (const sheet of page.querySelectorAll("style")) sheet.textContent = style(sheet.textContent);
  page.querySelectorAll(REMOVED).forEach((element) => element.remove());
  const head = '<meta charset="utf-8"><style>body{margin:12px;font:14px/1.5 sans-serif;overflow-wrap:break-word}img{max-width:100%}</style>';
  return { html: `<!DOCTYPE html><html><head>${head}${page.head.innerHTML}</head>${page.body?.outerHTML ?? ""}</html>`, blocked: [...blocked], links: [...links] };
}

/** Whether a picture is there to be asked for, and not to be seen. */
const isDot = (picture) => [picture.width, picture.height].every((side) => side <= 2) && picture.hasAttribute("width");

const contentId = (address) => (/^cid:/i.test(address.trim()) ? decodedId(address.trim().slice(4)) : "");

function decodedId(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Return a message's HTML as it is shown: what was left out of it, and the frame that it stands in. */
export function paper(html, pictures) {
  const remarks = h("div", { class: "remarks" });
  const outer = h("iframe", { src: "paper.html", title: "The message, rendered", class: "paper" });
  outer.addEventListener("load", () => {
    const page = outer.contentDocument;
    const { html: tame, blocked, links } = tamed(html, pictures, new outer.contentWindow.DOMParser());
    const inner = page.createElement("iframe");
    inner.setAttribute("sandbox", "");
    inner.title = "The message’s own HTML";
    inner.style.cssText = "position:fixed;inset:0;width:100%;height:100%;border:0";
    inner.srcdoc = tame;
    page.body.replaceChildren(inner);
    fill(remarks, blocked.length ? listed(blocked.length === 1 ? "1 remote address was not asked for" : `${blocked.length} remote addresses were not asked for`, blocked) : null,
      links.length ? listed(links.length === 1 ? "1 link, which leads nowhere here" : `${links.length} links, which lead nowhere here`, links) : null);
  });
  return [remarks, outer];
}

const listed = (label, addresses) => h("details", {}, h("summary", {}, label), h("ul", {}, addresses.map((address) => h("li", {}, h("code", {}, address)))));

/** Return the pictures that came with a message, by content id, as addresses that hold them. */
export async function pictures(attachments, load) {
  const found = attachments.filter((file) => file.content_id && /^image\//i.test(file.content_type));
  const read = await Promise.all(found.map(async (file) => [file.content_id.replace(/^<|>$/g, ""), await dataAddress(await load(file), file.content_type)]));
  return new Map(read);
}

function dataAddress(content, type) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([content], { type }));
  });
}
