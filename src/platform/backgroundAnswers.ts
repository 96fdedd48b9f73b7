import { LatestTurn } from './latestTurn.ts';

export interface BackgroundAnswersOptions<Subject, Answer> {
  /** Subjects with the same key have the same answer. */
  readonly keyOf: (subject: Subject) => string;
  readonly find: (subject: Subject) => Promise<Answer>;
  /** The answer until one is found. */
  readonly initial: Answer;
  /** Whether an answer says nothing new; then the one before stays, and nobody is told. */
  readonly isSame: (before: Answer, after: Answer) => boolean;
  /** Called with each new answer. */
  readonly changed: () => void;
}

interface KeptAnswer<Answer> {
  answer: Answer;
  isOutdated: boolean;
  readonly turn: LatestTurn;
}

/** Answers at once with what is known, and finds out the rest in the background. */
export class BackgroundAnswers<Subject, Answer> {
  readonly #options: BackgroundAnswersOptions<Subject, Answer>;
  readonly #entries = new Map<string, KeptAnswer<Answer>>();

  constructor(options: BackgroundAnswersOptions<Subject, Answer>) {
    this.#options = options;
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
    if (entry.isOutdated) void this.#take(entry, this.#options.find(subject));
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
    for (const [key, { turn }] of this.#entries) {
      if (isKept(key)) continue;
      turn.callOff();
      this.#entries.delete(key);
    }
  }

  /** An error is passed to the caller. The answer is looked for again when somebody asks. */
  async #take(entry: KeptAnswer<Answer>, search: Promise<Answer>): Promise<void> {
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

  #entry(subject: Subject): KeptAnswer<Answer> {
    const key = this.#options.keyOf(subject);
    const entry = this.#entries.get(key) ?? {
      answer: this.#options.initial,
      isOutdated: true,
      turn: new LatestTurn(),
    };
    this.#entries.set(key, entry);
    return entry;
  }
}
