// Forms of the desk work without this. It takes a file that is dropped, opens a calendar, shows a photo as soon as it is
// chosen, and looks again whether a table is done with.
"use strict";
// A browser's own button for files speaks the browser's language, ours the page's. The field itself keeps the keyboard.
const tell = (field) => field.dispatchEvent(new Event("change"));
for (const field of document.querySelectorAll("input[type=file]")) {
  const shown = document.createElement("span");
  const button = document.createElement("span");
  const names = document.createElement("span");
  const say = () => { names.textContent = [...field.files].map((one) => one.name).join(", ") || document.body.dataset.unpicked; };
  shown.className = "picks";
  shown.setAttribute("aria-hidden", "true");
  button.className = "button";
  button.textContent = document.body.dataset.pick;
  button.addEventListener("click", () => field.click());
  field.addEventListener("change", say);
  field.classList.add("taken");
  shown.append(button, names);
  field.after(shown);
  say();
}
// A day is typed as the page says; where the browser has a calendar, a button opens it and writes the same.
for (const field of document.querySelectorAll("input[data-day]")) {
  const picker = document.createElement("input");
  picker.type = "date";
  if (picker.type !== "date" || !picker.showPicker) continue;
  const holder = document.createElement("span");
  const button = document.createElement("button");
  const typed = /^(\d{2})\.(\d{2})\.(\d{4})$/;
  holder.className = "dated";
  picker.className = "picker";
  picker.tabIndex = -1;
  picker.setAttribute("aria-hidden", "true");
  button.type = "button";
  button.textContent = "▾";
  button.setAttribute("aria-label", `${document.body.dataset.calendar}: ${field.labels[0].textContent}`);
  button.addEventListener("click", () => {
    const parts = typed.exec(field.value.trim());
    picker.value = parts ? `${parts[3]}-${parts[2]}-${parts[1]}` : "";
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    if (!picker.value) return;
    field.value = picker.value.split("-").reverse().join(".");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  field.replaceWith(holder);
  holder.append(field, picker, button);
}
for (const form of document.querySelectorAll(".drop")) {
  const field = form.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    form.addEventListener(name, () => form.classList.remove("over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      tell(field);
      field.focus();
    }
  });
}
const photo = document.querySelector(".beside #photo");
if (photo) {
  photo.addEventListener("change", () => {
    const show = photo.form.querySelector("button[value=photo]");
    if (photo.files.length) show.click();
  });
}
const again = document.querySelector("[data-again]");
if (again) setTimeout(() => location.reload(), 1000 * Number(again.dataset.again));
// A voice is recorded into a field of files: it goes with the form, and can be heard again before that.
for (const button of document.querySelectorAll(".record")) {
  if (!navigator.mediaDevices || !window.MediaRecorder || !window.DataTransfer) continue;
  const field = document.getElementById(button.dataset.for);
  const title = button.textContent;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.after(said);
  button.hidden = false;
  let recorder = null;
  button.addEventListener("click", async () => {
    if (recorder) { recorder.stop(); return; }
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { said.textContent = button.dataset.refused; return; }
    const forms = ["audio/ogg;codecs=opus", "audio/mp4", "audio/webm;codecs=opus"];
    const mimeType = forms.find((one) => MediaRecorder.isTypeSupported(one));
    const pieces = [];
    recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      const type = recorder.mimeType;
      recorder = null;
      button.textContent = title;
      const all = new DataTransfer();
      for (const one of field.files) all.items.add(one);
      all.items.add(new File(pieces, `voice.${/ogg/.test(type) ? "ogg" : /mp4/.test(type) ? "m4a" : "webm"}`, { type }));
      field.files = all.files;
      tell(field);
      const audio = document.createElement("audio");
      audio.controls = true;
      audio.src = URL.createObjectURL(new Blob(pieces, { type }));
      said.replaceChildren(audio);
    });
    recorder.start();
    said.textContent = "";
    button.textContent = button.dataset.stop;
  });
}
