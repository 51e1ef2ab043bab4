// Keys of one letter, told from words that somebody types where nothing takes them.

const PAUSE = 300; // milliseconds within which the next letter of a word comes

export class Keys {
  // `acts`: letters -> what they do. `miss`: a word was typed into nothing.
  constructor(acts, miss) {
    Object.assign(this, { acts, miss, waiting: null, last: -Infinity });
  }

  // A letter acts when no other one follows at once; whatever else is done meanwhile comes behind it.
  press(event) {
    const letter = event.key.toLowerCase();
    const isWord = event.timeStamp - this.last < PAUSE && letter !== this.letter;
    this.last = event.timeStamp;
    this.letter = letter;
    if (isWord) {
      event.preventDefault(); // a blank would press the button
      this.drop();
      this.miss();
      return;
    }
    this.flush();
    const act = this.acts[letter];
    if (!act) return;
    event.preventDefault();
    const { target } = event;
    this.waiting = { act: () => act(target), timer: setTimeout(() => this.flush(), PAUSE) };
  }

  flush() {
    const { waiting } = this;
    this.drop();
    waiting?.act();
  }

  drop() {
    clearTimeout(this.waiting?.timer);
    this.waiting = null;
  }
}
