// The steps of signing in: each asks the API, then shows the next one.

const API = "/api/v1";
const language = document.documentElement.lang;
const roles = JSON.parse(document.body.dataset.roles);
const part = (id) => document.getElementById(id);
let csrf = "";

async function ask(method, path, body) {
  const headers = { "Accept-Language": language };
  if (csrf) headers["X-CSRF-Token"] = csrf;
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(API + path, { method, headers, body: body && JSON.stringify(body) });
  const told = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw Object.assign(new Error(told.detail), { code: told.code });
  if (told.csrf) csrf = told.csrf;
  return told;
}

function show(id) {
  part("error").hidden = true;
  for (const section of document.querySelectorAll("section")) section.hidden = section.id !== id;
  part(id).querySelector("h1").focus();
}

function fail(error) {
  part("error").textContent = error.code ? error.message : document.body.dataset.fault;
  part("error").hidden = false;
}

function on(form, act) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    part("error").hidden = true;
    try {
      await act(Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== "")));
    } catch (error) {
      fail(error);
    }
    button.disabled = false;
  });
}

const formsOf = (id) => part(id).querySelectorAll("form");
const tokenHere = () => location.hash.slice(1);

function forget() {
  history.replaceState(null, "", location.pathname + location.search);
  part("other").hash = "";
}

async function enter(session) {
  if (tokenHere()) forget();
  if (session.complete) return welcome(session);
  if (session.enrolled) return show("code");
  const made = await ask("POST", "/session/second-factor/enrolment");
  part("qr").src = made.qr;
  part("secret").textContent = made.secret;
  part("uri").href = made.uri;
  show("enrolment");
}

async function useLink(told) {
  try {
    await enter(await ask("POST", "/session/link", { token: tokenHere(), ...told }));
  } catch (error) {
    if (error.code === "newcomer") return show("newcomer");
    if (error.code === "link") {
      forget();
      show("enter");
    }
    throw error;
  }
}

async function welcome(session) {
  part("who").textContent = session.name;
  part("role").textContent = roles[session.role.role];
  part("territory").textContent = (await ask("GET", "/territories")).items[0].name;
  const others = session.roles.filter((role) => role.id !== session.role.id);
  part("others").hidden = others.length === 0;
  for (const old of part("others").querySelectorAll("form")) old.remove();
  for (const role of others) {
    const form = part("others").appendChild(document.createElement("form"));
    form.appendChild(document.createElement("button")).textContent = roles[role.role];
    on(form, async () => enter(await ask("PUT", "/session/role", { membership: role.id })));
  }
  show("done");
}

on(formsOf("link")[0], useLink);
on(formsOf("newcomer")[0], useLink);
on(formsOf("enter")[0], async (told) => {
  await ask("POST", "/session/links", told);
  part("sent").textContent = part("sent-text").content.textContent;
});
on(formsOf("enter")[1], async (told) => enter(await ask("POST", "/session", told)));
on(formsOf("code")[0], async (told) => enter(await ask("POST", "/session/second-factor", told)));
on(formsOf("enrolment")[0], async (told) => {
  const { recovery_codes: codes } = await ask("PUT", "/session/second-factor/enrolment", told);
  part("recovery-codes").replaceChildren(...codes.map((code) => {
    const line = document.createElement("li");
    line.appendChild(document.createElement("code")).textContent = code;
    return line;
  }));
  show("recovery");
});
on(formsOf("recovery")[0], async () => {
  part("recovery-codes").replaceChildren();
  await welcome(await ask("GET", "/session"));
});
on(formsOf("done")[0], async () => {
  await ask("DELETE", "/session");
  csrf = "";
  show("enter");
});

async function begin() {
  part("other").hash = location.hash;
  if (tokenHere()) return show("link");
  try {
    await enter(await ask("GET", "/session"));
  } catch {
    show("enter");
  }
}

window.addEventListener("hashchange", begin);
begin();
