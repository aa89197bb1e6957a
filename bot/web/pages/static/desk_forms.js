// Forms of the desk work without this. It takes a file that is dropped, shows a photo as soon as it is chosen, and looks
// again whether a table is done with.
"use strict";
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
