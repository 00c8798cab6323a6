// Reads a code by camera, picture, scanner or hand; checks it here, and asks the platform where it may.
(() => {
  const box = document.querySelector("#check"), {post, mine} = box.dataset;
  const given = JSON.parse(box.dataset.given), said = JSON.parse(box.dataset.said);
  const [yes, no] = JSON.parse(box.dataset.answers);
  const behind = post ? given.now * 1000 - Date.now() : 0;
  const form = document.querySelector("#typed"), video = box.querySelector("video");
  const button = box.querySelector(".camera"), seen = new Map();
  let looking = false, busy = false;
  const say = words => { box.querySelector(".state").textContent = words; };
  box.querySelector(".scan").hidden = false;

  const part = (kind, words, className = "") =>
    Object.assign(document.createElement(kind), {textContent: words, className});
  function tell(good, words, ...more) {
    const mark = good === "good" ? "✓ " : "✗ ";
    document.querySelector("#verdict").replaceChildren(
      part("p", mark + words, `verdict ${good}`), ...more.filter(Boolean).map(one => part("p", one)));
  }
  async function alone(text, because) {
    const {answer, code} = await bumangCode.check(
      text, given.keys, given.service, bumangCode.window(Date.now() + behind));
    if (answer === "CANNOT") return tell("bad", said.cannot, because);
    if (answer !== "holds") return tell("bad", ...said.problems[answer], because);
    const name = code.pseudonym + code.window, before = seen.has(name) && said.seen_here;
    seen.set(name, true);
    const pseudonym = `${said.pseudonym_line}: ${code.pseudonym}`;
    if (given.decides === null) return tell("good", said.genuine, before, pseudonym, because);
    if (code.says >> given.decides & 1) return tell("good", yes, before, pseudonym, because);
    return tell("bad", no, `${said.says_nothing}: ${said.labels[given.decides]}`, before, pseudonym, because);
  }
  async function looked(text) {
    form.elements.code.value = text;
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, {method: "POST", body, headers: {"hx-request": "true"}});
    if (answer.status !== 200 && answer.status !== 422) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("#verdict").replaceChildren(...page.querySelector("#verdict").childNodes);
  }
  async function found(text) {
    if (busy) return;
    busy = true;
    say("");
    try {
      if (!mine) await alone(text, said.only_checked);
      else try { await looked(text); } catch { await alone(text, said.unreachable); }
      document.querySelector("#verdict").scrollIntoView({block: "nearest"});
    } finally { busy = false; }
  }

  // Smaller, noise and cracks weigh less: what is not read at once often is at another size.
  function read(source, width, height, sizes) {
    for (const size of sizes) {
      const text = readAt(source, width, height, size);
      if (text) return text;
    }
    return "";
  }
  function readAt(source, width, height, size) {
    const scale = Math.min(1, size / Math.max(width, height)), canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const brush = canvas.getContext("2d", {willReadFrequently: true});
    brush.drawImage(source, 0, 0, canvas.width, canvas.height);
    try { return qrRead.read(brush.getImageData(0, 0, canvas.width, canvas.height)); } catch { return ""; }
  }
  async function frame() {
    if (!looking) return;
    const text = video.videoWidth ? read(video, video.videoWidth, video.videoHeight, [960]) : "";
    if (text.startsWith("BM1:")) { stop(); await found(text); } else setTimeout(frame, 150);
  }
  function stop() {
    looking = false;
    video.srcObject?.getTracks().forEach(track => track.stop());
    video.hidden = true;
    button.textContent = said.camera;
  }
  button.onclick = async () => {
    if (looking) return stop();
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia(
        {video: {facingMode: "environment", width: {ideal: 1280}}});
      await video.play();
    } catch { return say(said.no_camera); }
    looking = true;
    video.hidden = false;
    button.textContent = said.camera_off;
    await frame();
  };
  box.querySelector("#picture").onchange = async event => {
    const [file] = event.target.files;
    if (!file) return;
    let text = "";
    say("");
    try { const picture = await createImageBitmap(file); text = read(picture, picture.width, picture.height, [1600, 960, 640]); } catch {}
    event.target.value = "";
    if (text) await found(text); else say(said.no_code_in_picture);
  };
  form.onsubmit = async event => {
    event.preventDefault();
    await found(form.elements.code.value.replace(/[\r\n]+$/, ""));
  };
})();
