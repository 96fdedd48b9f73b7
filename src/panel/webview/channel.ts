import { isToWebview } from '../protocol/toWebview.ts';
import type { Call, Request } from '../protocol/toHost.ts';
import type { ToWebview } from '../protocol/toWebview.ts';

type HostEvent = Exclude<ToWebview, { type: 'reply' }>;

/** Requests to the extension host, each with its reply, and the events the host sends by itself. */
export class Channel {
  readonly #post: (call: Call) => void;
  readonly #waiting = new Map<number, { resolve(value: string | undefined): void; reject(error: Error): void }>();
  #lastId = 0;

  constructor(post: (call: Call) => void) {
    this.#post = post;
  }

  /** Resolves with the reply's value; rejects with the host's own sentence when the request failed. */
  ask(request: Request): Promise<string | undefined> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ id, request });
    });
  }

  /** Settles the request a reply belongs to, and returns any other message of a known shape. */
  receive(message: unknown): HostEvent | undefined {
    if (!isToWebview(message)) return undefined;
    if (message.type !== 'reply') return message;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.error));
    return undefined;
  }
}
