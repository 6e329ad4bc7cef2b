/* The token of a sign-in link stands behind the #, which browsers send to nobody: it goes into the form of the link. */

function take() {
  const token = location.hash.slice(1);
  if (!/^[\w-]{43}$/.test(token)) return;
  const door = document.getElementById("link-door");
  const field = door.querySelector("[name=link]");
  field.value = token;
  field.closest(".field").hidden = true;
  for (const part of document.querySelectorAll("[data-without-link]")) part.hidden = true;
  for (const part of document.querySelectorAll("[data-with-link]")) part.hidden = false;
  door.open = true;
  door.querySelector("summary").hidden = true;
  history.replaceState(null, "", location.pathname + location.search);
}

take();
addEventListener("hashchange", take);
