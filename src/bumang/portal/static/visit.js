// Warns before a visit's half hour ends and makes it longer without leaving the page. Without it the
// style sheet shows the same notice by itself, and its button opens a page of its own.
(function (d) {
  var box = d.getElementById("visit"), data = box.dataset, say = JSON.parse(data.said);
  var told = box.querySelector("[role=status]"), form = box.querySelector("form");
  var warned = data.warned * 1000, timer = 0, ends = 0, end = data.end, before = null;

  function show(text, offered) {
    box.classList.add("shown");
    form.hidden = !offered;
    if (told.textContent !== text) told.textContent = text;
  }
  function after(ms, then) {
    clearTimeout(timer);
    timer = setTimeout(then, Math.max(0, ms));
  }
  function ask(method, then) {
    var x = new XMLHttpRequest();
    x.open(method, method === "GET" ? "/queue/visit?line=" + data.line : "/queue/go-on");
    x.setRequestHeader("Accept", "application/json");
    x.onloadend = function () {
      var answer = {};
      try { answer = JSON.parse(x.responseText); } catch (e) { /* nothing came: asked again */ }
      then(x.status, answer);
    };
    if (method === "GET") return x.send();
    x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    x.send("stay=" + data.line);
  }
  function until(answer) {
    ends = Date.now() + answer.left_s * 1000;
    end = answer.end || end;
    after(ends - warned - Date.now(), look);
  }
  // Another tab, or this page by itself, may have made the visit longer meanwhile.
  function look() {
    ask("GET", function (status, answer) {
      if (status === 200 && answer.left_s * 1000 > warned + 1000) return until(answer);
      if (status === 200) until(answer);
      if (status === 404 || Date.now() >= ends) return show(say.over, true);
      show(say.soon.replace("{end}", end), true);
      after(ends - Date.now() + 1000, look);
    });
  }
  function longer() {
    clearTimeout(timer);
    ask("POST", function (status, answer) {
      if (status === 200) {
        until(answer);
        if (answer.last) clearTimeout(timer);
        show((answer.last ? say.last : say.longer).replace("{end}", end), false);
        if (before) before.focus();
      } else if (status === 404) {
        show(say.all_over, false);
      } else {
        show(say.again, true);
        after((answer.retry_after_s || 5) * 1000, longer);
      }
    });
  }
  d.addEventListener("focusin", function (event) {
    if (!box.contains(event.target)) before = event.target;
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    longer();
  });
  box.classList.add("timed");
  if (!box.classList.contains("now")) told.textContent = "";
  until({ left_s: Number(data.left) });
})(document);
