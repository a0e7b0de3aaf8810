"use strict";
const TEXTS = $texts;
const LARGEST = 1073741824, MOST_FILES = 50000, SMALL = 1048576;
let language = (navigator.language || "en").slice(0, 2);
if (!(language in TEXTS)) language = "en";
let last = null;

const byId = (id) => document.getElementById(id);
const say = (code, values) => (TEXTS[language][code] || code).replace(/\{(\w+)\}/g,
  (whole, name) => values && name in values ? shown(values[name]) : whole);
const shown = (value) => String(value).slice(0, 500).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
const element = (tag, text, kind) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
};

/* ---- bytes */

class Wrong extends Error { constructor(code, values) { super(code); this.code = code; this.values = values || {}; } }
class Unchecked extends Wrong {}
const need = (condition, code, values) => { if (!condition) throw new Wrong(code, values); };
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const joined = (...pieces) => {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) { whole.set(piece, at); at += piece.length; }
  return whole;
};
const exactBase64 = (text) => {
  need(/^[A-Za-z0-9+/]*={0,2}$/.test(text), "form");
  let raw;
  try { raw = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)); } catch (error) { throw new Wrong("form"); }
  need(btoa(String.fromCharCode(...raw)) === text, "form");
  return raw;
};
const exactHex = (text) => {
  need(typeof text === "string" && /^[0-9a-f]{64}$/.test(text), "form");
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
};
const exactNumber = (text) => {
  need(/^(0|[1-9][0-9]{0,14})$/.test(text), "form");
  return Number(text);
};
const asText = (bytes) => {
  try { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes); } catch (error) { throw new Wrong("form"); }
};
const canonical = (value) => {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (value && typeof value === "object") {
    return "{" + Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}";
  }
  need(typeof value !== "number" || Number.isSafeInteger(value), "form");
  return JSON.stringify(value);
};
const parsed = (bytes) => {
  const text = asText(bytes);
  let value;
  try { value = JSON.parse(text); } catch (error) { throw new Wrong("form"); }
  need(value && typeof value === "object" && !Array.isArray(value) && canonical(value) === text, "form");
  return value;
};

/* ---- a folder: files by their path below it */

class Folder {
  constructor(files) { this.files = files; this.digests = new Map(); }
  names() { return [...this.files.keys()].sort(); }
  has(name) { return this.files.has(name); }
  below(prefix) {
    const found = new Map();
    for (const [name, file] of this.files) if (name.startsWith(prefix)) found.set(name.slice(prefix.length), file);
    return new Folder(found);
  }
  async read(name, limit) {
    const file = this.files.get(name);
    need(file, "missing", { name });
    if (file.size > (limit || SMALL)) throw new Unchecked("too-large", { name });
    return new Uint8Array(await file.arrayBuffer());
  }
  async digest(name) {
    if (!this.digests.has(name)) this.digests.set(name, hex(await sha256(await this.read(name, LARGEST))));
    return this.digests.get(name);
  }
}

/* ---- the log: RFC 6962, C2SP checkpoint and tlog-proof */

const parseCheckpoint = (bytes) => {
  const text = asText(bytes);
  const match = /^([^\n]+)\n([^\n]+)\n([^\n]+)\n\n\u2014 ([^ +\n]+) ([A-Za-z0-9+/=]+)\n$/.exec(text);
  need(match, "form");
  const root = exactBase64(match[3]), signed = exactBase64(match[5]);
  need(root.length === 32 && signed.length === 68, "form");
  return { raw: bytes, body: new TextEncoder().encode(text.slice(0, text.indexOf("\n\n") + 1)), origin: match[1],
    size: exactNumber(match[2]), root, signer: match[4], keyId: signed.slice(0, 4), signature: signed.slice(4) };
};
const parseProof = (bytes) => {
  let at = -1;
  for (let here = 0; here + 1 < bytes.length; here++) if (bytes[here] === 10 && bytes[here + 1] === 10) { at = here; break; }
  need(at > 0, "form");
  const lines = asText(bytes.slice(0, at)).split("\n");
  need(lines[0] === "c2sp.org/tlog-proof@v1" && lines.length >= 2 && lines.length <= 66 && lines[1].startsWith("index "), "form");
  const path = lines.slice(2).map(exactBase64);
  need(path.every((hash) => hash.length === 32), "form");
  return { index: exactNumber(lines[1].slice(6)), path, checkpoint: parseCheckpoint(bytes.slice(at + 2)) };
};
const parseKey = async (bytes) => {
  const text = asText(bytes);
  need(text.endsWith("\n") && !text.slice(0, -1).includes("\n"), "form");
  const line = text.slice(0, -1), first = line.indexOf("+"), second = line.indexOf("+", first + 1);
  need(first > 0 && second === first + 9, "form");
  const name = line.slice(0, first), coded = exactBase64(line.slice(second + 1));
  need(coded.length === 33 && coded[0] === 1, "form");
  const id = (await sha256(joined(new TextEncoder().encode(name + "\n"), coded))).slice(0, 4);
  need(hex(id) === line.slice(first + 1, second), "form");
  return { text: line, name, id, raw: coded.slice(1) };
};
const half = (number) => Math.floor(number / 2);
const rootFrom = async (leaf, index, size, path) => {
  need(Number.isSafeInteger(index) && index >= 0 && index < size, "path");
  let place = index, end = size - 1, value = leaf;
  for (const sibling of path) {
    need(end > 0, "path");
    if (place % 2 === 1 || place === end) {
      value = await sha256(joined(new Uint8Array([1]), sibling, value));
      while (place % 2 === 0 && place > 0) { place = half(place); end = half(end); }
    } else {
      value = await sha256(joined(new Uint8Array([1]), value, sibling));
    }
    place = half(place); end = half(end);
  }
  need(end === 0, "path");
  return value;
};
const checkSignature = async (checkpoint, key) => {
  need(checkpoint.origin === key.name, "other-log");
  need(checkpoint.signer === key.name && same(checkpoint.keyId, key.id), "other-key");
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", key.raw, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) { throw new Unchecked("no-ed25519"); }
  need(await crypto.subtle.verify({ name: "Ed25519" }, imported, checkpoint.signature, checkpoint.body), "signature");
};

/* ---- one proof folder */

class Proof {
  constructor(folder, place) { this.folder = folder; this.place = place; this.findings = []; this.facts = {}; }
  async judge(duty, work) {
    let verdict = "PASS", code = duty + ".pass", values = {};
    try {
      values = await work() || {};
    } catch (error) {
      verdict = error instanceof Unchecked ? "NOT_CHECKED" : "FAIL";
      code = error instanceof Wrong ? error.code : "broken";
      values = error instanceof Wrong ? error.values : { name: error.name };
    }
    this.findings.push({ duty, verdict, code, values });
  }
  async run() {
    this.isPart = this.folder.has("part/part.json");
    await this.judge("folder", () => this.checkFolder());
    await this.judge("event", () => this.checkEvent());
    await this.judge(this.isPart ? "part" : "original", () => this.isPart ? this.checkPart() : this.checkOriginal());
    await this.judge("inclusion", () => this.checkInclusion());
    await this.judge("checkpoint", () => this.checkCheckpoint());
    const sizes = this.folder.names().map((name) => /^timestamps\/([0-9]+)\.checkpoint$/.exec(name)).filter(Boolean);
    for (const match of sizes) await this.judge("timestamp", () => this.checkTimestamp(match[1]));
    if (!sizes.length) await this.judge("timestamp", () => { throw new Unchecked("no-timestamp"); });
    if (this.folder.names().some((name) => name.startsWith("rotations/"))) {
      await this.judge("keys", () => { throw new Unchecked("rotations"); });
    }
    if (this.folder.names().some((name) => name.startsWith("dkim/"))) {
      await this.judge("dkim", () => { throw new Unchecked("dkim"); });
    }
  }
  async checkFolder() {
    const listed = parsed(await this.folder.read("manifest.json")).files;
    need(listed && typeof listed === "object", "form");
    const names = Object.keys(listed);
    for (const name of names) {
      need(this.folder.has(name), "missing", { name });
      need(await this.folder.digest(name) === listed[name].sha256, "changed", { name });
    }
    const extra = this.folder.names().filter((name) => name !== "manifest.json" && !names.includes(name));
    if (extra.length) throw new Unchecked("extra", { name: extra.slice(0, 3).join(", ") });
    return { count: names.length };
  }
  async checkEvent() {
    const raw = await this.folder.read("event.json");
    const event = parsed(raw);
    need(event.kind === (this.isPart ? "parts" : "kept"), "kind");
    this.leaf = await sha256(joined(new Uint8Array([0]), raw));
    this.event = event;
    return { time: event.time, actor: event.actor };
  }
  async checkOriginal() {
    const names = this.folder.names().filter((name) => /^original\.[a-z0-9]{1,8}$/.test(name));
    need(names.length === 1, "missing", { name: "original.*" });
    need(this.event, "no-event");
    const found = await this.folder.digest(names[0]);
    need(found === this.event.sha256, "hash", { name: names[0], sha256: found });
    need(this.folder.files.get(names[0]).size === this.event.size, "size", { name: names[0] });
    return { name: names[0], sha256: found };
  }
  async checkPart() {
    need(this.event, "no-event");
    const part = parsed(await this.folder.read("part/part.json"));
    const line = /^([0-9.]{0,400}) (0|[1-9][0-9]{0,14}) (0|[1-9][0-9]{0,14})\n$/.exec(part.line);
    need(line && part.count === this.event.count && Array.isArray(part.path), "form");
    const raw = await this.folder.read("part/part.bin", LARGEST);
    need(raw.length === Number(line[3]), "size", { name: "part/part.bin" });
    const leaf = await sha256(joined(new Uint8Array([0]), exactHex(part.salt), new TextEncoder().encode(part.line), raw));
    const root = await rootFrom(leaf, part.index, part.count, part.path.map(exactHex));
    need(hex(root) === this.event.root, "root");
    return { path: line[1] || "0" };
  }
  async proof(name) {
    need(this.leaf, "no-event");
    const proof = parseProof(await this.folder.read(name));
    need(same(await rootFrom(this.leaf, proof.index, proof.checkpoint.size, proof.path), proof.checkpoint.root), "root");
    need(!this.main || this.main.index === proof.index, "two-places");
    return proof;
  }
  async checkInclusion() {
    this.main = await this.proof("proof.tlog-proof");
    return { index: this.main.index, size: this.main.checkpoint.size };
  }
  async checkCheckpoint() {
    need(this.main, "no-proof");
    this.key = await parseKey(await this.folder.read("vkey.txt"));
    await checkSignature(this.main.checkpoint, this.key);
    return { origin: this.key.name, key: this.key.text };
  }
  async checkTimestamp(size) {
    const proof = await this.proof("timestamps/" + size + ".tlog-proof");
    const beside = await this.folder.read("timestamps/" + size + ".checkpoint");
    need(same(beside, proof.checkpoint.raw) && proof.checkpoint.size === exactNumber(size), "other-checkpoint");
    need(this.key, "no-key");
    const isOlderKey = !same(proof.checkpoint.keyId, this.key.id) && this.folder.names().some((name) => name.startsWith("rotations/"));
    if (!isOlderKey) await checkSignature(proof.checkpoint, this.key);
    const digest = hex(await sha256(beside)), stated = [];
    for (const name of this.folder.names()) {
      if (!name.startsWith("timestamps/" + size + ".") || !name.endsWith(".tsr")) continue;
      const reply = hex(await this.folder.read(name));
      const at = reply.indexOf("0420" + digest);
      need(at >= 0 && at % 2 === 0, "imprint", { name });
      const time = /180f((?:3[0-9]){14})5a/.exec(reply.slice(at));
      stated.push(name.split(".")[1] + (time ? " " + time[1].replace(/3(.)/g, "$1").replace(/^(....)(..)(..)(..)(..)(..)$/, "$1-$2-$3 $4:$5:$6 UTC") : ""));
    }
    need(stated.length, "missing", { name: "timestamps/" + size + ".*.tsr" });
    throw new Unchecked("timestamp.partly", { stated: stated.join(", ") });
  }
}

/* ---- a bag around proofs */

const manifestLines = (text) => text.split("\n").filter(Boolean).map((line) => {
  const match = /^([0-9a-f]{64})  (.+)$/.exec(line);
  need(match, "form");
  return [match[1], match[2].replace(/%0D/g, "\r").replace(/%0A/g, "\n").replace(/%25/g, "%")];
});
const checkBag = async (folder, tell) => {
  const bag = new Proof(folder, "");
  for (const [duty, manifest] of [["manifest", "manifest-sha256.txt"], ["tagmanifest", "tagmanifest-sha256.txt"]]) {
    await bag.judge(duty, async () => {
      const lines = manifestLines(asText(await folder.read(manifest, 67108864)));
      let done = 0;
      for (const [digest, name] of lines) {
        need(folder.has(name), "missing", { name });
        need(await folder.digest(name) === digest, "changed", { name });
        done += 1;
        if (done % 20 === 0) tell(done, lines.length);
      }
      if (duty === "manifest") {
        const listed = new Set(lines.map((line) => line[1]));
        const extra = folder.names().filter((name) => name.startsWith("data/") && !listed.has(name));
        if (extra.length) throw new Unchecked("extra", { name: extra.slice(0, 3).join(", ") });
      }
      return { count: lines.length };
    });
  }
  return bag;
};
const worst = (findings) => findings.some((each) => each.verdict === "FAIL") ? "FAIL"
  : !findings.length || findings.some((each) => each.verdict === "NOT_CHECKED") ? "NOT_CHECKED" : "PASS";

const verify = async (files, tell) => {
  const folder = new Folder(files), parts = [];
  const places = folder.names().filter((name) => name === "event.json" || name.endsWith("/event.json"))
    .map((name) => name.slice(0, -"event.json".length))
    .filter((place) => folder.has(place + "proof.tlog-proof"));
  if (folder.has("bagit.txt") || folder.has("manifest-sha256.txt")) parts.push(await checkBag(folder, tell));
  let done = 0;
  for (const place of places) {
    const proof = new Proof(folder.below(place), place);
    await proof.run();
    parts.push(proof);
    tell(++done, places.length);
  }
  const keys = new Set(parts.filter((each) => each.key).map((each) => each.key.text));
  if (keys.size > 1 && parts.length) parts[0].findings.push({ duty: "keys", verdict: "FAIL", code: "two-logs", values: {} });
  return { parts, proofs: places.length, keys: [...keys] };
};

/* ---- what a person sees */

const draw = () => {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : language;
  document.title = say("title");
  for (const [id, code] of [["title", "title"], ["lead", "lead"], ["drop-text", "drop"], ["choose-text", "choose"]]) byId(id).textContent = say(code);
  const bar = byId("languages");
  bar.replaceChildren(...Object.keys(TEXTS).map((each) => {
    const button = element("button", TEXTS[each].name);
    button.type = "button";
    button.lang = each;
    button.setAttribute("aria-pressed", String(each === language));
    button.addEventListener("click", () => { language = each; draw(); });
    return button;
  }));
  if (last) drawResult(last);
};
const list = (codes, values) => {
  const made = element("ul");
  made.append(...codes.map((code) => element("li", say(code, values))));
  return made;
};
const drawResult = (result) => {
  const findings = result.parts.flatMap((part) => part.findings);
  const verdict = result.proofs || result.parts.length ? worst(findings) : "NOT_CHECKED";
  const pieces = [];
  document.body.dataset.verdict = verdict;
  const head = !result.proofs ? "verdict.none" : "verdict." + verdict;
  pieces.push(element("p", say(head, { count: result.proofs }), "verdict " + verdict));
  if (result.proofs && verdict !== "FAIL") {
    pieces.push(element("h2", say("proved")), list(["proved.1", "proved.2"], { count: result.proofs }));
    for (const key of result.keys) { const line = element("p", say("key") + " "); line.append(element("code", shown(key))); pieces.push(line); }
  }
  pieces.push(element("h2", say("not-proved")), list(["limit.1", "limit.2", "limit.3", "limit.4", "limit.5", "limit.6"]));
  pieces.push(element("h2", say("details")));
  const ordered = [...result.parts].sort((one, other) => ["FAIL", "NOT_CHECKED", "PASS"].indexOf(worst(one.findings)) - ["FAIL", "NOT_CHECKED", "PASS"].indexOf(worst(other.findings)));
  for (const part of ordered) {
    const box = element("details"), verdictOf = worst(part.findings);
    box.open = verdictOf === "FAIL";
    box.append(element("summary", say("mark." + verdictOf) + " \u00b7 " + (part.place ? shown(part.place) : say("whole-folder"))));
    const table = element("table");
    for (const each of part.findings) {
      const row = element("tr");
      row.append(element("td", say("mark." + each.verdict), "mark-" + each.verdict), element("td", say("duty." + each.duty)), element("td", say(each.code, each.values)));
      row.dataset.duty = each.duty;
      row.dataset.verdict = each.verdict;
      table.append(row);
    }
    box.append(table);
    pieces.push(box);
  }
  byId("result").replaceChildren(...pieces);
};
const entriesOf = (reader) => new Promise((done, failed) => reader.readEntries(done, failed));
const fileOf = (entry) => new Promise((done, failed) => entry.file(done, failed));
const walk = async (entry, path, files) => {
  if (files.size > MOST_FILES) return;
  if (entry.isFile) { files.set(path + entry.name, await fileOf(entry)); return; }
  const reader = entry.createReader();
  for (let batch = await entriesOf(reader); batch.length; batch = await entriesOf(reader)) {
    for (const each of batch) await walk(each, path + entry.name + "/", files);
  }
};
const walkHandle = async (handle, path, files) => {
  if (files.size > MOST_FILES) return;
  if (handle.kind === "file") { files.set(path + handle.name, await handle.getFile()); return; }
  for await (const each of handle.values()) await walkHandle(each, path + handle.name + "/", files);
};
const dropped = async (items) => {
  /* Chromium gives the entries of a page from the disk no files, but handles; other browsers know entries alone. Both
     have to be taken before anything is waited for. */
  const files = new Map(), taken = items.filter((each) => each.kind === "file").map((each) => [
    each.getAsFileSystemHandle ? each.getAsFileSystemHandle() : null,
    each.webkitGetAsEntry ? each.webkitGetAsEntry() : null]);
  for (const [handle, entry] of taken) {
    const found = handle ? await handle.catch(() => null) : null;
    if (found) await walkHandle(found, "", files);
    else if (entry) await walk(entry, "", files);
  }
  return files;
};
const bare = (files) => {
  /* The folder itself is the first piece of each path; a bundle's bag stands in "hand-in" below it. */
  const litter = /(^|\/)(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$/;
  let found = new Map([...files].filter(([name]) => !litter.test(name)));
  for (let depth = 0; depth < 3; depth++) {
    const isHere = ["bagit.txt", "event.json"].some((name) => found.has(name));
    const tops = new Set([...found.keys()].map((name) => name.split("/")[0]));
    const top = tops.has("hand-in") ? "hand-in" : tops.size === 1 ? [...tops][0] : "";
    if (isHere || !top) break;
    found = new Map([...found].filter(([name]) => name.startsWith(top + "/")).map(([name, file]) => [name.slice(top.length + 1), file]));
  }
  return found;
};
const start = async (files) => {
  delete document.body.dataset.verdict;
  byId("result").replaceChildren();
  byId("progress").textContent = say("working");
  try {
    if (!globalThis.crypto || !crypto.subtle) throw new Wrong("no-crypto");
    last = await verify(bare(files), (done, total) => { byId("progress").textContent = say("working") + " " + done + "/" + total; });
    byId("progress").textContent = "";
    drawResult(last);
  } catch (error) {
    byId("progress").textContent = say(error instanceof Wrong ? error.code : "broken", { name: error.name });
    document.body.dataset.verdict = "NOT_CHECKED";
  }
};
byId("folder").addEventListener("change", (event) => {
  start(new Map([...event.target.files].map((file) => [file.webkitRelativePath || file.name, file])));
});
for (const name of ["dragover", "dragenter"]) document.addEventListener(name, (event) => { event.preventDefault(); byId("drop").classList.add("over"); });
document.addEventListener("dragleave", () => byId("drop").classList.remove("over"));
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  byId("drop").classList.remove("over");
  byId("progress").textContent = say("working");
  let files;
  try { files = await dropped([...event.dataTransfer.items]); } catch (error) { byId("progress").textContent = say("no-drop"); return; }
  start(files);
});
draw();
