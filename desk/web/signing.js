// Signing a plan off: under a name, and with open eyes where values are still doubtful.

import { author, setAuthor } from "./author.js";
import { h } from "./dom.js";
import { say } from "./words.js";

// Asks for what is missing. True: the person signs, under the name that `author` tells by then.
export function agreed(count, named) {
  if (author() && !count) return Promise.resolve(true);
  return new Promise((resolve) => {
    const name = h("input", { id: named("signer-name"), value: author(), maxlength: "200", required: true, autocomplete: "name" });
    const yes = h("input", { type: "checkbox", id: named("sign-anyway"), required: true });
    const form = h("form", { method: "dialog" },
      h("h2", { id: named("signing-title") }, say("sign")),
      h("label", {}, say("your_name"), " ", name),
      count ? h("p", {}, say("doubts_left", { count })) : null,
      count ? h("label", {}, yes, " ", say("sign_anyway", { count })) : null,
      h("div", { class: "actions" },
        h("button", { class: "main", id: named("sign-now"), value: "yes" }, say("sign")),
        h("button", { type: "button", onclick: () => box.close() }, say("cancel"))));
    const box = h("dialog", { class: "signing", id: named("signing"), "aria-labelledby": named("signing-title") }, form);
    name.addEventListener("input", () => name.setCustomValidity(name.value.trim() ? "" : say("signer_needed")));
    box.addEventListener("close", () => {
      const isSigned = box.returnValue === "yes" && name.value.trim() !== "";
      if (isSigned) setAuthor(name.value);
      box.remove();
      resolve(isSigned);
    });
    document.body.append(box);
    box.showModal();
    (author() && count ? yes : name).focus();
  });
}
