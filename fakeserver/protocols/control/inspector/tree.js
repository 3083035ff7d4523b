// Tenants, their mailboxes and the folders in them, as a tree with counts.

import { get, path } from "./api.js";
import { h } from "./dom.js";
import { soon } from "./live.js";
import { address, go, mailAddress } from "./router.js";
import { attempt } from "./telling.js";

/** Folders that people see; what lies beside them where there is something in it, as in Recoverable Items. */
const isOfInterest = (folder) => !["root", "msgfolderroot"].includes(folder.distinguished_id) && (!folder.is_hidden || (folder.total > 0 && !folder.is_search_folder));

const levelOf = (node) => Number(node.ariaLevel);

/** The tree; `context` says which tenants there are and what is heard of the shown one. */
export class Tree {
  #open = new Set();
  #closed = new Set();
  #folders = new Map();
  #mailboxes = [];
  #focus = null;
  #left = 0;

  constructor(context) {
    this.context = context;
    this.route = {};
    this.element = h("div", { role: "tree", "aria-label": "Tenants and mailboxes", class: "tree", onkeydown: (event) => this.#key(event) });
    const again = soon(() => this.reload());
    ["message", "change", "mailboxes"].forEach((name) => context.live.addEventListener(name, again));
  }

  /** Show where the person is. */
  async update(route) {
    const mailbox = route.section === "mailboxes" ? route.name : "";
    const known = this.#folders.has(mailbox) || !mailbox;
    // Only where the person comes to it: what they close while they are there stays closed.
    if (mailbox && mailbox !== this.route.name) this.#open.add(`m:${mailbox}`);
    if (!this.route.section) this.#open.add(`t:${this.context.tenant}`);
    this.route = route;
    this.#draw();
    if (!known || !this.#mailboxes.length) await this.reload();
  }

  /** Ask for all counts that are shown. */
  async reload() {
    await attempt(async () => {
      const tenant = this.context.tenant;
      const opened = [...this.#open].filter((key) => key.startsWith("m:")).map((key) => key.slice(2));
      const [{ mailboxes, outbound }, ...folders] = await Promise.all([
        get(`${path("tenants", tenant)}/mailboxes`),
        ...opened.map((name) => get(`${path("tenants", tenant, "mailboxes", name)}/folders`).catch(() => ({ folders: [] }))),
      ]);
      this.#mailboxes = mailboxes;
      this.#left = outbound;
      opened.forEach((name, index) => this.#folders.set(name, folders[index].folders.filter(isOfInterest)));
      this.#draw();
      this.element.dispatchEvent(new CustomEvent("folders"));
    });
  }

  /** The folders of a mailbox, as far as they are known. */
  folders(mailbox) {
    return this.#folders.get(mailbox) || [];
  }

  /** Take the keyboard. */
  focus() {
    this.nodes?.find((node) => node.tabIndex === 0)?.focus();
  }

  get mailboxes() {
    return this.#mailboxes;
  }

  #draw() {
    const focused = this.element.contains(document.activeElement);
    this.nodes = this.context.tenants.map((tenant) => this.#tenant(tenant)).flat(9);
    this.element.replaceChildren(...this.nodes);
    const keys = this.nodes.map((node) => node.dataset.key);
    const chosen = this.nodes.find((node) => node.getAttribute("aria-selected") === "true");
    if (!keys.includes(this.#focus)) this.#focus = chosen?.dataset.key ?? keys[0];
    this.nodes.forEach((node) => (node.tabIndex = node.dataset.key === this.#focus ? 0 : -1));
    if (focused) this.nodes.find((node) => node.dataset.key === this.#focus)?.focus();
  }

  #tenant(tenant) {
    const key = `t:${tenant.tenant_id}`;
    const isShown = tenant.tenant_id === this.context.tenant;
    const children = isShown ? [...this.#mailboxes.map((mailbox) => this.#mailbox(tenant, mailbox)), this.#outbound(tenant)] : [];
    // Of a test, what stands behind its file: there is room for that.
    const name = (tenant.label || tenant.name).split("::").at(-1);
    return this.#node({ key, level: 1, name, title: `${tenant.label} ${tenant.domain}`.trim(), expandable: true,
      expanded: isShown && this.#open.has(key), where: address(tenant.tenant_id, ["mailboxes"]), selected: isShown && !this.route.name && this.route.section === "mailboxes", children });
  }

  #mailbox(tenant, mailbox) {
    const key = `m:${mailbox.address}`;
    const folders = this.#folders.get(mailbox.address) || [];
    const isChosen = this.route.name === mailbox.address;
    return this.#node({ key, level: 2, name: mailbox.address.split("@")[0], title: `${mailbox.display_name || ""} <${mailbox.address}>, ${mailbox.kind}`,
      unread: mailbox.unread, total: mailbox.total, expandable: true, expanded: this.#open.has(key), selected: isChosen && !this.route.folders && !folders.length,
      where: mailAddress({ tenant: tenant.tenant_id, mailbox: mailbox.address }), children: this.#below(mailbox, folders, 3) });
  }

  #below(mailbox, folders, level, parent = undefined) {
    const ids = new Set(folders.map((folder) => folder.id));
    const own = folders.filter((folder) => (parent === undefined ? !ids.has(folder.parent) : folder.parent === parent));
    return own.map((folder) => {
      const key = `f:${mailbox.address}:${folder.id}`;
      const children = this.#below(mailbox, folders, level + 1, folder.id);
      const isDefault = !this.route.folders && folder.distinguished_id === "inbox";
      return this.#node({ key, level, name: folder.name, title: folder.folder_class || "", unread: folder.unread, total: folder.total,
        expandable: children.length > 0, expanded: !this.#closed.has(key), quiet: !folder.total,
        selected: this.route.name === mailbox.address && (this.route.folders === folder.id || isDefault),
        where: mailAddress({ tenant: this.context.tenant, mailbox: mailbox.address, folder: folder.id }), children });
    });
  }

  #outbound(tenant) {
    return this.#node({ key: "outbound", level: 2, name: "Left for other domains", title: "What was sent to addresses outside of the fake", total: this.#left,
      selected: this.route.section === "outbound", where: address(tenant.tenant_id, ["outbound"]), children: [] });
  }

  #node({ key, level, name, title, unread, total, expandable, expanded, selected, where, children, quiet }) {
    const counts = unread ? `${unread} unread of ${total}` : total === 1 ? "1 item" : `${total} items`;
    // The tree is flat: levels say what lies in what, and a node's name is what it shows.
    const node = h("div", { role: "treeitem", class: `line level-${Math.min(level, 6)}${quiet ? " quiet" : ""}`, title, "aria-level": level, "aria-selected": Boolean(selected),
      "aria-expanded": expandable ? Boolean(expanded) : null, "data-key": key, "data-where": where },
    h("span", { class: "twist", "aria-hidden": "true" }, expandable ? (expanded ? "▾" : "▸") : ""), h("span", { class: "name" }, name),
    total ? [h("span", { class: "count", "aria-hidden": "true" }, unread ? [h("b", {}, unread), "/"] : "", total), h("span", { class: "hidden" }, `, ${counts}`)] : null);
    node.addEventListener("click", (event) => (event.target.className === "twist" && expandable ? this.#toggle(node) : this.#choose(node)));
    return [node, expanded ? children : []];
  }

  #choose(node) {
    this.#focus = node.dataset.key;
    go(node.dataset.where);
  }

  /** Open what is closed, and the other way round; folders are open until somebody closes them. */
  #toggle(node) {
    const { key, where } = node.dataset;
    const set = key.startsWith("f:") ? this.#closed : this.#open;
    if (!set.delete(key)) set.add(key);
    this.#focus = key;
    this.#draw();
    if (key.startsWith("m:") && this.#open.has(key)) this.reload();
    if (key.startsWith("t:") && key !== `t:${this.context.tenant}`) go(where);
  }

  #key(event) {
    const node = event.target.closest("[role=treeitem]");
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.nodes.indexOf(node);
    const expanded = node.getAttribute("aria-expanded");
    const move = (to) => {
      const next = this.nodes[Math.min(Math.max(to, 0), this.nodes.length - 1)];
      this.#focus = next.dataset.key;
      this.nodes.forEach((known) => (known.tabIndex = known === next ? 0 : -1));
      next.focus();
    };
    if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at - 1);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(this.nodes.length - 1);
    else if (event.key === "ArrowRight" && expanded === "false") this.#toggle(node);
    else if (event.key === "ArrowRight" && expanded === "true") move(at + 1);
    else if (event.key === "ArrowLeft" && expanded === "true") this.#toggle(node);
    else if (event.key === "ArrowLeft") move(this.nodes.findLastIndex((above, index) => index < at && levelOf(above) < levelOf(node)));
    else if (event.key === "Enter" || event.key === " ") this.#choose(node);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
