import type { PanelView } from '../protocol/pageView.ts';
import type { Display } from '../protocol/remembered.ts';
import { plainDisplay } from '../view/panelState.ts';

type Wants = PanelView['wants'];

/** How the person works with the page. Every change builds the page again. */
export class PageState {
  #display: Display = plainDisplay;
  #revision = 0;
  #wants: Wants = 'nothing';

  /** How the person looks at the token. */
  get display(): Display {
    return this.#display;
  }

  /** The webview's last edit that was taken in. */
  get revision(): number {
    return this.#revision;
  }

  /** What the user must fill in next. It has the focus. */
  get wants(): Wants {
    return this.#wants;
  }

  displayAs(display: Display): void {
    this.#display = display;
  }

  /** Takes in an edit of the webview: views that answer an older one no longer overwrite it. */
  takeIn(revision: number): void {
    this.#revision = revision;
  }

  /** Moves the focus to what is missing. */
  ask(wants: Wants): void {
    this.#wants = wants;
  }

  /** The person did something else: nothing is asked for any more. */
  stopAsking(): void {
    this.#wants = 'nothing';
  }
}
