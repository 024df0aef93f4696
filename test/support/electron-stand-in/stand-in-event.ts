/** The event object that Electron gives to listeners first. */
export class StandInEvent {
  #prevented = false;

  preventDefault(): void {
    this.#prevented = true;
  }

  get defaultPrevented(): boolean {
    return this.#prevented;
  }

  /** An event that carries `details` as properties of its own, as Electron's newer events do. */
  static of<Details extends object>(details: Details): StandInEvent & Details {
    return Object.assign(new StandInEvent(), details);
  }
}
