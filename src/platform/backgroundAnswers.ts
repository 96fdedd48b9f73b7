import { LatestTurn } from './latestTurn.ts';
import { WorkLine } from './workLine.ts';

export interface BackgroundAnswersOptions<Subject, Answer> {
  /** Subjects with the same key have the same answer. */
  readonly keyOf: (subject: Subject) => string;
  readonly find: (subject: Subject) => Promise<Answer>;
  /** The answer until one is found. */
  readonly initial: Answer;
  /** Whether an answer is the same as the previous one, which is then kept without an event. */
  readonly isSame: (before: Answer, after: Answer) => boolean;
  /** Called with each new answer. */
  readonly changed: () => void;
  /** Called with the error of a search that nobody waits for. */
  readonly failed: (error: unknown) => void;
  /** How many searches go on at once. Default all. */
  readonly atOnce?: number;
  /** How much room answers may take. Those that were asked for last are kept. Default: all are. */
  readonly room?: Room<Subject>;
}

interface Room<Subject> {
  readonly sizeOf: (subject: Subject) => number;
  readonly most: number;
}

interface KeptAnswer<Subject, Answer> {
  readonly subject: Subject;
  answer: Answer;
  isOutdated: boolean;
  readonly turn: LatestTurn;
}

/** Returns what is known immediately, and finds out the rest in the background. */
export class BackgroundAnswers<Subject, Answer> {
  readonly #options: BackgroundAnswersOptions<Subject, Answer>;
  /** By key; where room is limited, the one asked for last at the end. */
  readonly #entries = new Map<string, KeptAnswer<Subject, Answer>>();
  readonly #line: WorkLine<KeptAnswer<Subject, Answer>>;
  #taken = 0;

  constructor(options: BackgroundAnswersOptions<Subject, Answer>) {
    this.#options = options;
    this.#line = new WorkLine(options.atOnce ?? Infinity, async (entry) => {
      try {
        await this.#take(entry, options.find(entry.subject));
      } catch (error) {
        options.failed(error);
      }
    });
  }

  /** How many subjects are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * What is known now. If that is nothing or outdated, the answer is looked for, and `changed` is called once it is
   * different.
   */
  about(subject: Subject): Answer {
    const entry = this.#entry(subject);
    if (entry.isOutdated) this.#line.ask(entry);
    return entry.answer;
  }

  /** Looks for the answer now. This replaces a search that is under way. */
  async seek(subject: Subject, find = this.#options.find): Promise<Answer> {
    const search = find(subject);
    await this.#take(this.#entry(subject), search);
    return search;
  }

  /**
   * All answers may have changed, including those that are being looked for. They stay until somebody asks and new ones
   * are found.
   */
  outdate(): void {
    for (const entry of this.#entries.values()) {
      entry.isOutdated = true;
      entry.turn.callOff();
    }
  }

  /** Forgets the subjects whose key is not to be kept. */
  keepOnly(isKept: (key: string) => boolean): void {
    for (const [key, entry] of this.#entries) if (!isKept(key)) this.#forget(key, entry);
  }

  /** An error is passed to the caller. The answer is looked for again when somebody asks. */
  async #take(entry: KeptAnswer<Subject, Answer>, search: Promise<Answer>): Promise<void> {
    entry.isOutdated = false;
    await entry.turn.take(
      () => search,
      (answer) => {
        if (this.#options.isSame(entry.answer, answer)) return;
        entry.answer = answer;
        this.#options.changed();
      },
      (error) => {
        entry.isOutdated = true;
        throw error;
      },
    );
  }

  #entry(subject: Subject): KeptAnswer<Subject, Answer> {
    const { keyOf, initial, room } = this.#options;
    const key = keyOf(subject);
    const known = this.#entries.get(key);
    const entry = known ?? { subject, answer: initial, isOutdated: true, turn: new LatestTurn() };
    if (room) this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (room && !known) this.#makeRoom(entry, room);
    return entry;
  }

  #makeRoom(latest: KeptAnswer<Subject, Answer>, { sizeOf, most }: Room<Subject>): void {
    this.#taken += sizeOf(latest.subject);
    for (const [key, entry] of this.#entries) {
      if (this.#taken <= most || entry === latest) break;
      this.#forget(key, entry);
    }
  }

  #forget(key: string, entry: KeptAnswer<Subject, Answer>): void {
    entry.turn.callOff();
    this.#line.drop(entry);
    this.#entries.delete(key);
    this.#taken -= this.#options.room?.sizeOf(entry.subject) ?? 0;
  }
}
