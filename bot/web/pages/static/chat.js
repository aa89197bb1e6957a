// The web chat. Texts are put in by textContent alone; words, dates and sums come from the server.
// It is one file, so that a weak line fetches it in one request.
"use strict";
(() => {
  const words = JSON.parse(document.body.dataset.words);
  const log = document.getElementById("log");
  const line = document.getElementById("line");
  const begin = document.getElementById("begin");
  const form = document.getElementById("say");
  const text = document.getElementById("text");
  const file = document.getElementById("file");
  const record = document.getElementById("record");
  const PAUSE = [1, 2, 5, 10, 20]; // seconds between tries
  const BEGINS = 5; // seconds in which a stream must begin: some proxies hold it back until its end
  const SILENT = 45; // seconds without a word after which a line is dead; the server says something every 20
  const ANSWERS = 60; // seconds in which an answer must have come over the weakest line; else it is asked again
  const MUTE = 10; // rounds in which the page only asks, once streams do not begin
  const kept = {
    get: (name) => { try { return localStorage.getItem(name); } catch { return memory[name] || null; } },
    set: (name, value) => { try { localStorage.setItem(name, value); } catch { memory[name] = value; holds = false; } },
  };
  const memory = {};
  let holds = true; // whether the browser keeps anything: in a frame of another site some do not
  let language = kept.get("sunush.language") || document.documentElement.lang;
  let newest = 0; // ms of the newest message, by the server's clock
  let unseen = new Set();

  const random = (bytes) => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  // A link may bring the token along (#t=…), so that the chat goes on in another browser. It is taken out of the address.
  const brought = /^#t=([A-Za-z0-9_-]{43})$/.exec(location.hash);
  if (brought) {
    kept.set("sunush.token", brought[1]);
    history.replaceState(null, "", location.pathname);
  }
  const token = kept.get("sunush.token") || random(32);
  kept.set("sunush.token", token);
  const start = (/^#([A-Za-z0-9_-]{1,64})$/.exec(location.hash) || [])[1] || document.body.dataset.start;

  const word = (name) => words[language][name];
  const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  const within = (seconds) => {
    const control = new AbortController();
    setTimeout(() => control.abort(), seconds * 1000);
    return control.signal;
  };
  const ask = (path, options = {}) => fetch(path, {
    ...options, cache: "no-store", headers: { authorization: `Bearer ${token}`, ...(options.headers || {}) },
  });

  function speak(wished) {
    if (wished === "ky" || wished === "ru") language = wished;
    kept.set("sunush.language", language);
    document.documentElement.lang = language;
    if (!holds) document.getElementById("pull").dataset.word = "forgets";
    for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
    for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", word(one.dataset.label));
    text.placeholder = word("write");
  }

  function element(name, content, className) {
    const made = document.createElement(name);
    if (content) made.textContent = content;
    if (className) made.className = className;
    return made;
  }

  function fit() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
  }

  function button(title, pressed) {
    const made = element("button", title);
    made.type = "button";
    made.addEventListener("click", pressed);
    return made;
  }

  // A text as it stands, but links of this very site lead there. A command is a button that sends it, where the server
  // says that it is ours. What stands behind # may bring another token, and a stranger's text may hold it: it stays text.
  // No lookbehind anywhere: a Safari older than 16.4 would refuse the whole script.
  const LED = /(^|[\s(«"])(https?:\/\/[^\s<>"«»]+)/g;
  const sites = [location.origin, document.body.dataset.site].filter(Boolean);
  const isOfSite = (address) => !address.includes("#") && sites.some((site) => address === site || address.startsWith(`${site}/`));

  function putText(made, content, commands) {
    const links = [...content.matchAll(LED)].map((found) => [found.index + found[1].length, found[2].replace(/[.,;:!?)]+$/, ""), siteLink]);
    const led = commands.map(([at, length]) => [at, content.slice(at, at + length), command]);
    let done = 0;
    for (const [at, title, make] of [...links.filter((one) => isOfSite(one[1])), ...led].sort((one, other) => one[0] - other[0])) {
      if (at < done) continue;
      made.append(content.slice(done, at), make(title));
      done = at + title.length;
    }
    made.append(content.slice(done));
  }

  function siteLink(address) {
    const made = element("a", address);
    made.href = address;
    made.rel = "noopener noreferrer";
    made.target = "_blank";
    return made;
  }

  function command(title) {
    const id = random(16);
    const made = button(title, () => say(id, { text: title }, postWords(id, { text: title })));
    made.className = "command";
    return made;
  }

  // Whoever reads further up stays there, until they say something. A code or a photo that comes late moves nobody.
  let follows = true;
  function isAtEnd() { return log.scrollHeight - log.scrollTop - log.clientHeight < 120; }
  function goToEnd() { if (follows) log.scrollTop = log.scrollHeight; } // at once: a page that glides is not at its end
  log.addEventListener("scroll", () => { follows = isAtEnd(); });
  log.addEventListener("load", goToEnd, true);
  if (window.ResizeObserver) new ResizeObserver(goToEnd).observe(log); // the head grows by its buttons, or by what the line says

  // A screen that is written over stays where it is. What was missed stands where it was said, between what is there.
  function put(made, id, at) {
    const before = document.getElementById(`m-${id}`);
    made.id = `m-${id}`;
    made.dataset.at = before ? before.dataset.at : at || newest;
    if (before) before.replaceWith(made); else place(made);
    goToEnd();
  }
  const moment = (one) => Number(one.dataset.at || 0);
  const isBelow = (one, other) => moment(one) > moment(other)
    || (moment(one) === moment(other) && other.className === "own" && one.className !== "own");
  function place(made) {
    let below = null;
    for (let one = log.lastElementChild; one; one = one.previousElementSibling) {
      if (one === made) continue;
      if (!isBelow(one, made)) break;
      below = one;
    }
    if (!made.parentNode || made.nextElementSibling !== below) log.insertBefore(made, below);
  }

  // Shows a message of the office or of the bot.
  function show(one) {
    if (one.clears) endButtons(one.clears);
    const made = element("article", "", "ours");
    putText(made, one.text, one.commands || []);
    made.lang = one.lang;
    if (one.lines) {
      const lines = element("ol", "", "lines");
      for (const each of one.lines) lines.append(element("li", each));
      made.append(lines);
    }
    if (one.pin) {
      const place = element("a", word("map"));
      place.href = `geo:${one.pin[0]},${one.pin[1]}`;
      made.append(place);
    }
    if (one.file) made.append(fileButton(one));
    const row = element("div", "", "buttons");
    for (const [choice, title] of [...(one.choices || []), ...(one.ways || [])])
      row.append(button(title, () => press(made, { choice, message: one.id })));
    for (const [address, title] of one.links || []) {
      if (!/^(https?:|tel:|mailto:)/.test(address)) continue;
      const link = element("a", title);
      link.href = address;
      link.rel = "noopener noreferrer";
      link.target = "_blank";
      row.append(link);
    }
    if (row.childNodes.length) made.append(row);
    if (one.receipt) keepBelow(made, one.id);
    made.setAttribute("aria-label", word("ours"));
    put(made, one.id, one.begun || one.at);
    goOn(made);
    if (one.lang && one.lang !== language) speak(one.lang);
    unseen.add(one.id);
    tellSeen();
  }

  function endButtons(id) { document.getElementById(`m-${id}`)?.querySelector(":scope > .buttons")?.remove(); }

  function fileButton(one) {
    const holder = element("p");
    const open = button(word(one.file === "photo" || one.file === "voice" ? one.file : "open"), async () => {
      open.disabled = true;
      try {
        const answer = await ask(`/chat/files/${encodeURIComponent(one.id)}`);
        if (!answer.ok) throw new Error(String(answer.status));
        showFile(holder, await answer.blob(), answer.headers.get("content-disposition") || "");
      } catch {
        open.disabled = false;
        line.textContent = word("again");
      }
    });
    holder.append(open);
    return holder;
  }

  function showFile(holder, blob, disposition) {
    const address = URL.createObjectURL(blob);
    if (blob.type.startsWith("image/")) {
      const image = element("img");
      image.src = address;
      image.alt = word("photo");
      holder.replaceChildren(image);
    } else if (blob.type.startsWith("audio/")) {
      const audio = element("audio");
      audio.controls = true;
      audio.src = address;
      holder.replaceChildren(audio);
    } else {
      const named = /filename\*=utf-8''([^;]+)/i.exec(disposition);
      const plain = /filename="([^"]+)"/i.exec(disposition);
      const link = element("a", word("save"));
      link.href = address;
      link.download = named ? decodeURIComponent(named[1]) : plain ? plain[1] : "sunush";
      holder.append(link);
      link.click();
    }
  }

  function showOwn(one) {
    const made = element("article", one.text || word(one.kind || "document"), "own");
    made.setAttribute("aria-label", word("own"));
    put(made, one.id, one.at);
    return made;
  }

  async function tellSeen() {
    if (document.hidden || !unseen.size) return;
    const ids = [...unseen].slice(0, 100);
    try {
      const answer = await ask("/chat/seen", { method: "POST", body: JSON.stringify(ids) });
      if (!answer.ok) throw new Error(String(answer.status));
      for (const id of await answer.json()) unseen.delete(id);
    } catch { /* told again below */ }
    if (unseen.size) setTimeout(tellSeen, 3000);
  }

  // Posts until it is on the disk over there. The id is ours, so it is taken in once. Returns 0, or why it never will be.
  async function post(sends) {
    for (let tried = 0; ; tried++) {
      let status = 0;
      try { status = (await sends()).status; } catch { status = 0; }
      if (status === 204) { line.textContent = ""; hurry(); return 0; }
      const isFinal = status >= 400 && status < 500 && status !== 429 && status !== 408;
      if (isFinal || tried >= 20) return status || 503;
      line.textContent = word(status === 429 ? "slow" : "offline");
      await sleep(PAUSE[Math.min(tried, PAUSE.length - 1)]);
    }
  }

  const postWords = (id, what) => () => ask("/chat/messages", { method: "POST", body: JSON.stringify({ id, ...what }), signal: within(ANSWERS) });

  async function say(id, shown, sends) {
    follows = true;
    const made = showOwn({ id, ...shown });
    const refused = await post(sends);
    if (!refused) return;
    made.classList.add("failed");
    made.append(element("small", word(refused === 413 ? "large" : "refused")));
  }

  // A pressed button is answered by the screen it stands on, or by the next one; it is no bubble of its own.
  let pressed = null; // the screen whose button was pressed last, until the next one has buttons
  async function press(screen, what) {
    pressed = screen;
    for (const one of screen.querySelectorAll("button")) one.disabled = true;
    follows = true;
    const refused = await post(postWords(random(16), what));
    for (const one of screen.querySelectorAll("button")) one.disabled = false;
    if (refused) line.textContent = word("refused");
  }

  // Whoever goes by keys is led from a button they pressed to the next screen, and from nothing else. Not to its first
  // button: a second Enter would press it.
  function goOn(made) {
    const at = document.activeElement;
    if (!pressed || !made.querySelector("button")) return;
    made.tabIndex = -1;
    if (at === document.body || at.disabled || pressed.contains(at)) made.focus({ preventScroll: true });
    pressed = null;
  }

  function begins() { return post(postWords(random(16), { start, language })); }

  function sendFile(blob, kind, name) {
    const caption = text.value.trim();
    text.value = "";
    fit();
    const id = random(16);
    const given = new URLSearchParams({ id, kind, name, caption });
    return say(id, { text: caption, kind }, () => ask(`/chat/files?${given}`, { method: "POST", body: blob }));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = text.value.trim();
    if (!said) return;
    text.value = "";
    fit();
    kept.set("sunush.draft", "");
    const id = random(16);
    say(id, { text: said }, postWords(id, { text: said }));
    text.focus();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
      event.preventDefault();
      document.getElementById("send").click();
    }
  });
  text.addEventListener("input", () => {
    kept.set("sunush.draft", text.value);
    fit();
  });
  document.getElementById("attach").addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    for (const one of file.files) {
      const kind = one.type.startsWith("image/") ? "photo" : one.type.startsWith("audio/") ? "voice" : "document";
      sendFile(one, kind, one.name.slice(0, 100));
    }
    file.value = "";
  });

  let recorder = null;
  const attach = document.getElementById("attach"); // leaves its room to the longer words of a recording
  record.addEventListener("click", async () => {
    if (recorder) { recorder.stop(); return; }
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { line.textContent = word("nomicrophone"); return; }
    const forms = ["audio/ogg;codecs=opus", "audio/mp4", "audio/webm;codecs=opus"];
    const mimeType = forms.find((one) => MediaRecorder.isTypeSupported(one));
    const pieces = [];
    recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      const type = recorder.mimeType;
      recorder = null;
      record.classList.remove("on");
      attach.hidden = false;
      record.textContent = word("record");
      sendFile(new Blob(pieces, { type }), "voice", "voice");
    });
    recorder.start();
    record.classList.add("on");
    attach.hidden = true;
    record.textContent = word("stop");
  });
  if (!navigator.mediaDevices || !window.MediaRecorder) record.remove();

  // A link that bears the token goes on with this chat elsewhere; what stands behind # is sent to no server.
  const dialog = document.getElementById("kept");
  const link = document.getElementById("link");
  const address = () => `${location.origin}/chat#t=${token}`;
  async function showCode(holder) {
    try {
      const answer = await ask("/chat/resume.png");
      if (!answer.ok) return;
      const image = element("img");
      image.src = URL.createObjectURL(await answer.blob());
      image.alt = word("code");
      holder.replaceChildren(image);
    } catch { /* the link alone is enough */ }
  }
  function openKept(event) {
    event.preventDefault();
    link.value = address();
    dialog.showModal();
    showCode(document.getElementById("code"));
  }
  document.getElementById("keep").addEventListener("click", openKept);
  // The first receipt says how to come back: whoever clears the browser would lose the answer.
  function keepBelow(made, id) {
    const first = kept.get("sunush.receipt") || id;
    kept.set("sunush.receipt", first);
    if (first !== id) return;
    const below = element("div", "", "kept");
    const code = element("p", "", "code");
    const back = element("a", word("link"));
    back.href = address(); // to be kept by a long press; pressed it shows itself to be copied
    back.addEventListener("click", openKept);
    const row = element("div", "", "buttons");
    row.append(back);
    for (const one of document.querySelectorAll("dialog .go")) row.append(button(word(one.dataset.word), goElsewhere));
    below.append(element("p", word("keptabout")), code, row);
    made.append(below);
    showCode(code);
  }
  function goElsewhere() {
    if (dialog.open) dialog.close();
    post(postWords(random(16), { start: "m_", language }));
  }
  for (const one of document.querySelectorAll(".go")) one.addEventListener("click", goElsewhere);
  document.getElementById("shut").addEventListener("click", () => dialog.close());
  document.getElementById("copy").addEventListener("click", async () => {
    link.select();
    try { await navigator.clipboard.writeText(link.value); } catch { document.execCommand("copy"); }
  });

  // What else stands on the line stays there: why something was not taken.
  function calm() { if (line.textContent === word("offline")) line.textContent = ""; }

  // What is here already is left as it stands: nothing is read out twice, and no button that is over comes back.
  const stands = new Map(); // each message of theirs as the page shows it: with its buttons, and once they are over
  const write = (one) => JSON.stringify({ ...one, at: 0, begun: 0 });
  function take(one) {
    const there = document.getElementById(`m-${one.id}`);
    newest = Math.max(newest, one.at || 0);
    if (one.own) {
      if (!there) { showOwn(one); return; }
      there.dataset.at = one.at; // by the server's clock
      place(there);
      return;
    }
    const known = there && stands.get(one.id);
    if (known && known.includes(write(one))) return;
    show(one);
    const over = { ...one };
    for (const name of ["choices", "ways", "links"]) delete over[name];
    stands.set(one.id, [write(one), write(over)]);
  }

  async function catchUp() {
    const answer = await ask(`/chat/messages?after=${newest}`, { signal: within(ANSWERS) });
    if (answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status));
    if (!answer.ok) return [];
    const found = (await answer.json()).messages;
    for (const one of found) take(one);
    return found;
  }

  // Listens until the line ends or is silent for too long. What came since the newest message is said first (Last-Event-ID).
  let silence = null; // ends the stream that is open
  async function stream(begun) {
    const control = new AbortController();
    silence = control;
    let waits = setTimeout(() => control.abort(), BEGINS * 1000);
    try {
      const answer = await ask("/chat/stream", { headers: { "last-event-id": String(newest) }, signal: control.signal });
      if (!answer.ok || !answer.body) throw new Error(String(answer.status));
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        begun();
        clearTimeout(waits);
        waits = setTimeout(() => control.abort(), SILENT * 1000);
        rest += decoder.decode(value, { stream: true });
        const parts = rest.split("\n\n");
        rest = parts.pop();
        for (const part of parts) {
          const data = part.split("\n").find((one) => one.startsWith("data: "));
          if (data) take(JSON.parse(data.slice(6)));
        }
      }
    } finally {
      clearTimeout(waits);
      control.abort();
      silence = null;
    }
  }

  let round = 0; // of asking since something last happened
  let rouse = null; // ends a pause early
  let streams = false; // whether the stream that is open has said something
  function hurry() {
    round = 0;
    if (rouse) rouse();
  }

  // A stream, and where it does not begin, questions (polling) ever more seldom; whoever has just written is told soon.
  async function listen() {
    let mute = 0; // rounds that are left without a stream
    for (;;) {
      const since = Date.now();
      if (mute > 0) mute--;
      else {
        streams = false;
        try {
          await stream(() => { if (!streams) calm(); streams = true; });
        } catch { /* asked below */ }
        mute = streams ? 0 : MUTE;
        if (streams && Date.now() - since > SILENT * 1000) round = 0;
        streams = false;
      }
      try {
        await catchUp();
        calm();
      } catch {
        mute = 0;
        line.textContent = word("offline");
      }
      await new Promise((done) => {
        const waits = setTimeout(done, 1000 * PAUSE[Math.min(round++, PAUSE.length - 1)]);
        rouse = () => { clearTimeout(waits); setTimeout(done, 400); };
      });
      rouse = null;
    }
  }

  // A telephone that slept may have a line that is dead, and does not know it.
  let seen = Date.now();
  function wake() {
    if (document.hidden) { seen = Date.now(); return; }
    tellSeen();
    if (Date.now() - seen > SILENT * 1000 && silence) silence.abort();
    hurry();
  }

  async function come() {
    speak();
    log.setAttribute("aria-busy", "true"); // what was said before is not read out once more
    text.value = kept.get("sunush.draft") || "";
    let found = [];
    for (let tried = 0; ; tried++) {
      try { found = await catchUp(); break; } catch {
        line.textContent = word("offline");
        await sleep(PAUSE[Math.min(tried, PAUSE.length - 1)]);
      }
    }
    line.textContent = "";
    log.removeAttribute("aria-busy");
    if (found.length && location.hash.length < 2) { open(); return; }
    if (found.length) { open(); begins(); return; }
    begin.hidden = false;
    for (const one of begin.querySelectorAll("button"))
      one.addEventListener("click", () => {
        speak(one.dataset.language);
        begin.hidden = true;
        pressed = begin;
        open();
        begins();
      }, { once: true });
  }

  function open() {
    form.hidden = false;
    fit();
    for (const one of document.querySelectorAll("#keep, header .go")) one.hidden = false;
    goToEnd();
    listen();
  }

  document.addEventListener("visibilitychange", wake);
  addEventListener("online", () => { if (silence) silence.abort(); hurry(); });
  come();
})();
