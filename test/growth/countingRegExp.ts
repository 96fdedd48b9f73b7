import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';

/**
 * How many steps a backtracking engine takes for a regular expression, counted: V8 does not say. Each character looked
 * at, and each place at which a match is tried, is a step. It goes on from a place to `next`, as continuations; what
 * matches is the same as in V8.
 */
export interface CountedMatch {
  readonly steps: number;
  readonly start: number;
  readonly end: number;
}

type Next = (at: number) => boolean;
type Matcher = (at: number, next: Next) => boolean;

/** What the matchers of one expression share. */
interface State {
  text: string;
  steps: number;
  readonly groups: ([start: number, end: number] | undefined)[];
}

/** Adds the steps to `out`. */
type Counter = (text: string, from: number, out: { steps: number }) => CountedMatch | undefined;

/** An expression that catches fire is put out: by then it is known. */
const MOST_STEPS = 400_000_000;

const counters = new Map<string, Counter>();

/**
 * The match of an expression at or behind `from`, and at `from` only where it is sticky; the steps of a search in vain
 * are in `out`.
 */
export function countedMatch(
  regex: RegExp,
  text: string,
  from: number,
  out: { steps: number },
): CountedMatch | undefined {
  const key = `${regex.flags}/${regex.source}`;
  let counter = counters.get(key);
  if (!counter) counters.set(key, (counter = compile(regex)));
  return counter(text, from, out);
}

function compile(regex: RegExp): Counter {
  const { pattern } = new RegExpParser({ ecmaVersion: 2025 }).parseLiteral(regex.toString());
  const state: State = { text: '', steps: 0, groups: [] };
  const matcher = new Compiler(regex.flags, state).alternatives(pattern.alternatives, 1);
  const isSticky = regex.sticky;
  const isUnicode = /[uv]/.test(regex.flags);
  // V8 does not look for the beginning of a text behind it.
  const isAnchored = !regex.multiline && pattern.alternatives.every(beginsWithTextStart);
  return (text, from, out) => {
    state.text = text;
    state.steps = 0;
    let end = -1;
    const accept = (at: number): boolean => {
      end = at;
      return true;
    };
    try {
      for (
        let start = from;
        start <= text.length;
        start += isUnicode && (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1
      ) {
        state.steps++;
        state.groups.length = 0;
        if (matcher(start, accept)) return { steps: state.steps, start, end };
        if (isSticky || isAnchored) return undefined;
      }
      return undefined;
    } finally {
      out.steps += state.steps;
    }
  };
}

function beginsWithTextStart({ elements: [first] }: AST.Alternative): boolean {
  return first?.type === 'Assertion' && first.kind === 'start';
}

/** 1 reads on, -1 reads back: what stands in a lookbehind. */
type Direction = 1 | -1;

class Compiler {
  readonly #flags: string;
  readonly #state: State;

  constructor(flags: string, state: State) {
    this.#flags = flags.replace(/[dgy]/g, '');
    this.#state = state;
  }

  alternatives(alternatives: readonly AST.Alternative[], direction: Direction): Matcher {
    const matchers = alternatives.map(({ elements }) => this.#sequence(elements, direction));
    const [only] = matchers;
    if (only && matchers.length === 1) return only;
    return (at, next) => matchers.some((matcher) => matcher(at, next));
  }

  #sequence(elements: readonly AST.Element[], direction: Direction): Matcher {
    const matchers = elements.map((element) => this.#element(element, direction));
    if (direction < 0) matchers.reverse();
    const [only] = matchers;
    if (only && matchers.length === 1) return only;
    const from = (index: number, at: number, next: Next): boolean => {
      const matcher = matchers[index];
      return matcher ? matcher(at, (reached) => from(index + 1, reached, next)) : next(at);
    };
    return (at, next) => from(0, at, next);
  }

  #element(element: AST.Element, direction: Direction): Matcher {
    switch (element.type) {
      case 'Assertion':
        return this.#assertion(element);
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
      case 'ExpressionCharacterClass': {
        const step = this.#character(element.raw, direction);
        return (at, next) => {
          const reached = step(at);
          return reached >= 0 && next(reached);
        };
      }
      case 'Group':
        return this.alternatives(element.alternatives, direction);
      case 'CapturingGroup':
        return this.#capturing(element, direction);
      case 'Backreference':
        return this.#backreference(element, direction);
      case 'Quantifier':
        return this.#quantifier(element, direction);
    }
  }

  /** Where the character at a place ends if it is one of these, else -1. What counts as one is V8's word. */
  #character(raw: string, direction: Direction): (at: number) => number {
    const state = this.#state;
    const one = new RegExp(`^(?:${raw})$`, this.#flags.replace('m', ''));
    const known = new Int8Array(65_536);
    const isUnicode = /[uv]/.test(this.#flags);
    const includes = (text: string): boolean => RegExp.prototype.test.call(one, text);
    return (at) => {
      state.steps++;
      const { text } = state;
      const first = direction > 0 ? at : at - 1;
      if (first < 0 || first >= text.length) return -1;
      const unit = text.charCodeAt(first);
      if (isUnicode && unit >= 0xd800 && unit < 0xe000) {
        const pair = direction > 0 ? text.slice(first, first + 2) : text.slice(Math.max(0, first - 1), first + 1);
        const size = (pair.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
        const character = size === 2 ? pair : text.charAt(first);
        return includes(character) ? at + direction * size : -1;
      }
      if (known[unit] === 0) known[unit] = includes(text.charAt(first)) ? 1 : -1;
      return known[unit] === 1 ? at + direction : -1;
    };
  }

  #assertion(assertion: AST.Assertion): Matcher {
    const state = this.#state;
    if (assertion.kind === 'lookahead' || assertion.kind === 'lookbehind') {
      const inner = this.alternatives(assertion.alternatives, assertion.kind === 'lookahead' ? 1 : -1);
      const { negate } = assertion;
      return (at, next) => {
        const found = inner(at, () => true);
        return found !== negate && next(at);
      };
    }
    const isMultiline = this.#flags.includes('m');
    const isBreak = (at: number): boolean => /[\n\r\u2028\u2029]/.test(state.text.charAt(at));
    const isWord = (at: number): boolean => /\w/.test(state.text.charAt(at));
    const holds = {
      start: (at: number) => at === 0 || (isMultiline && isBreak(at - 1)),
      end: (at: number) => at === state.text.length || (isMultiline && isBreak(at)),
      word: (at: number) => (isWord(at - 1) !== isWord(at)) !== ('negate' in assertion && assertion.negate),
    }[assertion.kind];
    return (at, next) => {
      state.steps++;
      return holds(at) && next(at);
    };
  }

  #capturing(group: AST.CapturingGroup, direction: Direction): Matcher {
    const { groups } = this.#state;
    const index = groupIndex(group);
    const inner = this.alternatives(group.alternatives, direction);
    return (at, next) => {
      const before = groups[index];
      const isDone = inner(at, (reached) => {
        const outer = groups[index];
        groups[index] = direction > 0 ? [at, reached] : [reached, at];
        if (next(reached)) return true;
        groups[index] = outer;
        return false;
      });
      if (!isDone) groups[index] = before;
      return isDone;
    };
  }

  #backreference({ resolved }: AST.Backreference, direction: Direction): Matcher {
    const state = this.#state;
    const indexes = [resolved].flat().map(groupIndex);
    return (at, next) => {
      const [start, end] = indexes.map((index) => state.groups[index]).find((span) => span !== undefined) ?? [0, 0];
      const length = end - start;
      const from = direction > 0 ? at : at - length;
      state.steps += length;
      return state.text.slice(start, end) === state.text.slice(from, from + length) && next(at + direction * length);
    };
  }

  #quantifier({ element, min, max, greedy }: AST.Quantifier, direction: Direction): Matcher {
    const state = this.#state;
    if (/^Character|^ExpressionCharacterClass/.test(element.type)) {
      const step = this.#character(element.raw, direction);
      return greedy ? greedyRun(step, min, max) : lazyRun(step, min, max);
    }
    const inner = this.#element(element, direction);
    const again = (at: number, count: number, next: Next): boolean => {
      if (++state.steps > MOST_STEPS) throw new Error('This expression runs away.');
      const once = (): boolean =>
        count < max && inner(at, (reached) => (reached !== at || count < min) && again(reached, count + 1, next));
      if (count < min) return once();
      return greedy ? once() || next(at) : next(at) || once();
    };
    return (at, next) => again(at, 0, next);
  }
}

/** A run of characters of one kind, as long as possible, then shorter by one and one. */
function greedyRun(step: (at: number) => number, min: number, max: number): Matcher {
  return (at, next) => {
    const places = [at];
    for (let last = at; places.length <= max;) {
      last = step(last);
      if (last < 0) break;
      places.push(last);
    }
    for (let count = places.length - 1; count >= min; count--) if (next(places[count] ?? at)) return true;
    return false;
  };
}

function lazyRun(step: (at: number) => number, min: number, max: number): Matcher {
  return (at, next) => {
    for (let count = 0, last = at; ; count++) {
      if (count >= min && next(last)) return true;
      if (count >= max) return false;
      last = step(last);
      if (last < 0) return false;
    }
  };
}

/** Groups count from 1 in the order of their parentheses: here their place in the pattern tells them apart. */
function groupIndex({ start }: AST.CapturingGroup): number {
  return start;
}
