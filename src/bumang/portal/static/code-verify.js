// The one code's format and both its signatures, checked in the browser (docs/reference/code-format.md).
globalThis.bumangCode = (() => {
  const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const PREFIX = "BM1:", GRANT = 67, SIGNATURE = 64, WHOLE = GRANT + 2 * SIGNATURE + 4;
  const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
  const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
  const HALF = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;
  const known = new Map();

  const number = bytes => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
  const joined = (...parts) => Uint8Array.from(parts.flatMap(part => [...part]));
  const said = words => new TextEncoder().encode(words);
  const window_ = milliseconds => Math.floor(milliseconds / 30000);

  function unbase45(text) {
    const made = [];
    for (let at = 0; at < text.length; at += 3) {
      const group = [...text.slice(at, at + 3)].map(letter => ALPHABET.indexOf(letter));
      const value = group.reduce((sum, digit, place) => sum + digit * 45 ** place, 0);
      if (group.length < 2 || group.includes(-1) || value >= 256 ** (group.length - 1)) return null;
      if (group.length === 3) made.push(value >> 8);
      made.push(value & 255);
    }
    return Uint8Array.from(made);
  }

  function read(text) {
    const raw = text.startsWith(PREFIX) ? unbase45(text.slice(PREFIX.length)) : null;
    if (raw === null || raw.length !== WHOLE) return null;
    const view = new DataView(raw.buffer), at = GRANT + SIGNATURE;
    const code = {
      grant: raw.slice(0, GRANT), granted: raw.slice(GRANT, at), before: raw.slice(0, at + 4),
      signature: raw.slice(at + 4), issuer: hex(raw.slice(2, 6)), service: view.getUint16(6),
      asks: view.getUint16(8), says: view.getUint16(10), pseudonym: hex(raw.slice(12, 28)),
      first: view.getUint32(28), windows: view.getUint16(32), device: raw.slice(34, GRANT),
      window: view.getUint32(at)};
    if (raw[0] !== 1 || raw[1] > 1 || code.says & ~code.asks) return null;
    return number(code.signature.slice(32)) > HALF ? null : code;
  }

  function power(base, exponent) {
    let made = 1n;
    for (; exponent; exponent >>= 1n, base = base * base % P) if (exponent & 1n) made = made * base % P;
    return made;
  }

  // WebCrypto takes no compressed point: y is a root of x³ - 3x + b (SEC 1, 2.3.4).
  function point(compressed) {
    const x = number(compressed.slice(1)), square = (((x * x * x - 3n * x + B) % P) + P) % P;
    const root = power(square, (P + 1n) / 4n);
    if ((compressed[0] | 1) !== 3 || x >= P || root * root % P !== square) return null;
    const y = root % 2n === BigInt(compressed[0] & 1) ? root : P - root;
    const written = y.toString(16).padStart(64, "0").match(/../g).map(pair => parseInt(pair, 16));
    return joined([4], compressed.slice(1), written);
  }

  async function granted(code, key) {
    if (!known.has(key)) {
      const raw = Uint8Array.from(atob(key), letter => letter.charCodeAt(0));
      known.set(key, await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]));
    }
    const message = joined(said("bumang-code-grant-1\n"), code.grant);
    return crypto.subtle.verify("Ed25519", known.get(key), code.granted, message);
  }

  async function shown(code) {
    const raw = point(code.device);
    if (raw === null) return false;
    const curve = {name: "ECDSA", namedCurve: "P-256"};
    const key = await crypto.subtle.importKey("raw", raw, curve, false, ["verify"]);
    const message = joined(said("bumang-code-1\n"), code.before);
    return crypto.subtle.verify({name: "ECDSA", hash: "SHA-256"}, key, code.signature, message);
  }

  // The answer, `holds` or why not, and the code; `CANNOT` where the browser has not the means.
  async function check(text, keys, service, now) {
    const code = read(text);
    if (code === null) return {answer: "NOT_A_CODE"};
    if (!keys[code.issuer]) return {answer: "UNKNOWN_ISSUER"};
    let signed;
    try { signed = await granted(code, keys[code.issuer]); } catch { return {answer: "CANNOT"}; }
    try { signed = signed && await shown(code); } catch { signed = false; }
    if (!signed) return {answer: "FORGED"};
    if (code.service !== service) return {answer: "OTHER_SERVICE"};
    if (Math.abs(code.window - now) > 1) return {answer: code.window < now ? "TOO_OLD" : "TOO_EARLY"};
    const over = code.window < code.first || code.window >= code.first + code.windows;
    return over ? {answer: "GRANT_OVER"} : {answer: "holds", code};
  }

  return {check, read, window: window_};
})();
