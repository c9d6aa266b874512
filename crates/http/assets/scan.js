// Reads personal codes with the camera, where the browser can. Without it the digits are typed; a scanner types them, too.
"use strict";

const KEPT = "postup-camera";
const LAST = "postup-last-code";
const OFTEN = 250;

const box = document.querySelector("[data-scan]");
const field = document.querySelector("#bearer");
const [start, stop, view, none] = ["start", "stop", "view", "none"].map((name) => box.querySelector(`[data-${name}]`));
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

class Camera {
  #stream;

  async run() {
    try {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      view.srcObject = this.#stream;
      await view.play();
      this.#show(true);
      sessionStorage.setItem(KEPT, "on");
      while (this.#stream) {
        const [found] = await detector.detect(view);
        // Whoever still holds their phone up was read already.
        if (found && found.rawValue !== sessionStorage.getItem(LAST)) return this.#send(found.rawValue);
        await wait(OFTEN);
      }
    } catch {
      this.end();
      none.hidden = false;
    }
  }

  /** Each person is a page of their own; the camera goes on where it was. */
  #send(code) {
    sessionStorage.setItem(LAST, code);
    field.value = code;
    field.form.requestSubmit();
  }

  end() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    for (const key of [KEPT, LAST]) sessionStorage.removeItem(key);
    this.#show(false);
  }

  #show(on) {
    start.hidden = on;
    for (const part of [stop, view]) part.hidden = !on;
  }
}

// What a scanner types next takes the place of a code that was not known.
field.select();
if ("BarcodeDetector" in window && navigator.mediaDevices) {
  const camera = new Camera();
  start.hidden = false;
  start.addEventListener("click", () => camera.run());
  stop.addEventListener("click", () => camera.end());
  if (sessionStorage.getItem(KEPT)) camera.run();
}
