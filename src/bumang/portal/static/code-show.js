// Makes a code on this device every 30 seconds: its key stays in the browser and cannot be taken out.
(() => {
  const box = document.querySelector("#code"), {service, owner, token, plain} = box.dataset;
  const said = JSON.parse(box.dataset.said), loaded = Date.now(), begun = performance.now();
  const find = name => box.querySelector(name);
  const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const CURVE = {name: "ECDSA", namedCurve: "P-256"}, DAY = 2880;
  let behind = Number(box.dataset.now) * 1000 - loaded, mine = null, shown = -1;
  // By the platform's clock, not the phone's: old phones are often wrong.
  const now = () => loaded + behind + (performance.now() - begun);
  const say = words => { find(".state").textContent = words; };

  const store = new Promise((done, failed) => {
    const asked = indexedDB.open("bumang-codes", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  async function kept(mode, ask) {
    const asked = ask((await store).transaction("kept", mode).objectStore("kept"));
    return new Promise((done, failed) => {
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  }
  const load = name => kept("readonly", all => all.get(name));
  const save = (name, value) => kept("readwrite", all => all.put(value, name));
  const forget = name => kept("readwrite", all => all.delete(name));

  function base45(bytes) {
    let made = "";
    for (let at = 0; at < bytes.length; at += 2) {
      const whole = at + 1 < bytes.length, value = whole ? bytes[at] * 256 + bytes[at + 1] : bytes[at];
      made += ALPHABET[value % 45] + ALPHABET[Math.floor(value / 45) % 45];
      if (whole) made += ALPHABET[Math.floor(value / 2025)];
    }
    return made;
  }
  const base64 = bytes => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
  const unbase64 = text => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), letter => letter.charCodeAt(0));
  const number = bytes => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const four = value => [value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255];

  // A code has one writing: of ECDSA's two signatures, the one with the smaller s.
  function low(signature) {
    const s = number(signature.slice(32)), smaller = s > ORDER / 2n ? ORDER - s : s;
    const written = smaller.toString(16).padStart(64, "0").match(/../g).map(pair => parseInt(pair, 16));
    return [...signature.slice(0, 32), ...written];
  }
  async function code(window_) {
    const before = [...mine.grant, ...four(window_)];
    const message = Uint8Array.from([...new TextEncoder().encode("bumang-code-1\n"), ...before]);
    const made = await crypto.subtle.sign({name: "ECDSA", hash: "SHA-256"}, mine.keys.privateKey, message);
    return "BM1:" + base45([...before, ...low(new Uint8Array(made))]);
  }
  const first = () => new DataView(mine.grant.buffer, mine.grant.byteOffset).getUint32(28);

  async function publicKey(keys) {
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
    return Uint8Array.from([2 + (raw[64] & 1), ...raw.slice(1, 33)]);
  }
  async function ask(keys) {
    const device = await load(owner);
    const body = new URLSearchParams({csrf_token: token, key: base64(await publicKey(keys)), device: device || ""});
    const answer = await fetch(`/code/${service}/grant`, {method: "POST", body});
    if (answer.status === 429) return "queued";
    const told = answer.headers.get("content-type").includes("json") ? await answer.json() : {};
    if (!answer.ok) return told.refused || "stopped_here";
    behind = told.now * 1000 - loaded - (performance.now() - begun);
    mine = {keys, grant: unbase64(told.grant)};
    await save(owner, told.device);
    await save(`${owner}/${service}`, mine);
    return "";
  }

  function draw(text) {
    const cells = qrWrite.write(text, "raw", {ecc: "medium", encoding: "alphanumeric", version: 10, border: 4});
    const canvas = find("canvas"), size = 8;
    canvas.width = canvas.height = cells.length * size;
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.fillStyle = "#000";
    cells.forEach((row, y) => row.forEach((dark, x) => dark && brush.fillRect(x * size, y * size, size, size)));
    box.dataset.text = text;
  }
  async function tick() {
    if (mine === null) return;
    const at = Math.floor(now() / 30000);
    if (at >= first() + DAY) { mine = null; find(".show").hidden = true; return say(said.no_grant); }
    find(".left").textContent = said.seconds.replace("{seconds}", 30 - Math.floor(now() / 1000) % 30);
    if (at === shown) return;
    shown = at;
    draw(await code(at));
    find(".show").hidden = false;
  }

  async function renew(keys) {
    let refused;
    try { refused = await ask(keys); } catch { refused = "offline"; }
    if (refused === "offline") return say(mine ? said.offline_now : said.no_grant);
    if (refused === "queued") { say(mine ? "" : said.queued); return setTimeout(renew, 5000, keys); }
    find(".register").hidden = refused === "";
    say(said[refused] || "");
    if (refused === "stopped_here") {
      mine = null;
      await forget(owner);
      await forget(`${owner}/${service}`);
      find(".show").hidden = true;
    }
    shown = -1;
    await tick();
  }
  async function begin() {
    const found = await load(`${owner}/${service}`);
    if (found) {
      mine = found;
      if (now() / 30000 >= first() + DAY) mine = null;
      await tick();
      await renew(found.keys);
    } else if (await load(owner)) {
      await renew(await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]));
    } else find(".register").hidden = false;
    find(".register button").onclick = async () =>
      renew(await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]));
    setInterval(tick, 250);
    navigator.wakeLock?.request("screen").catch(() => {});
  }
  if (globalThis.isSecureContext && crypto.subtle && globalThis.indexedDB) begin().catch(() => location.assign(plain));
  else location.assign(plain);
})();
