import { isBoolean, isNumber, isString, listOf, object, oneOf } from './guard.ts';
import type { Guard, Guarded } from './guard.ts';
import { isVerifyForm, isDraft } from './forms.ts';
import { isDisplay, isRemembered } from './remembered.ts';
import type { Tone } from '../../core/report/verdict.ts';
import type { Sentence } from '../../core/text/sentence.ts';

const spanShape = { start: isNumber, end: isNumber };

/** A member of header or payload, as a row. `start`..`end` are the characters of the token that encode it. */
export type MemberRow = Guarded<typeof isMemberRow>;
const isMemberRow = object(
  {
    ...spanShape,
    name: isString,
    kind: oneOf('text', 'time', 'json'),
    value: isString,
    /**
     * How long the value is of which this is the beginning, or that it is beyond `longestShown`; 0 where it is all
     * there.
     */
    cutFrom: isNumber,
    alarming: isBoolean,
  },
  { seconds: isNumber, meaning: isString, source: isString },
);

/** Longest text shown at once, in characters: JSON of a payload of 256 KB mostly still is. */
export const longestShown = 300_000;

/** The first rows, how many more there are, and all of it as JSON; empty where the token has no such part. */
const isMemberTable = object({ rows: listOf(isMemberRow), more: isNumber, json: isString });

/**
 * A sentence; with `seconds`, the distance of that instant stands between its halves, and the webview keeps it true.
 */
const isSentence: Guard<Sentence> = object({ before: isString, after: isString }, { seconds: isNumber });

const isTone: Guard<Tone> = oneOf('good', 'bad', 'caution', 'neutral');

export type Banner = Guarded<typeof isBanner>;
const isBanner = object({ tone: isTone, title: isSentence, lines: listOf(isString) });

export type Lifetime = Guarded<typeof isLifetime>;
const isLifetime = object({}, { issued: isNumber, validFrom: isNumber, expires: isNumber });

const isChoices = listOf(object({ id: isString, label: isString, detail: isString }));

/** What can be written there, and what it means. */
export type Suggestions = Guarded<typeof isSuggestions>;
const isSuggestions = listOf(object({ text: isString, meaning: isString }));

/** Where the token is edited. */
export type EditorView = Guarded<typeof isEditorView>;
const isEditorView = object({
  draft: isDraft,
  choices: isChoices,
  asksPassword: isBoolean,
  /** Of the header; empty where it names none. */
  alg: isString,
  enc: isString,
  algorithms: object({ sign: listOf(isString), encrypt: listOf(isString) }),
  encryptions: listOf(isString),
  /** What the times of the claims come to. */
  times: listOf(object({ name: isString, words: isSentence })),
  suggestions: object({ header: isSuggestions, claims: isSuggestions, times: isSuggestions }),
  /** The claims whose values are times. */
  timeClaims: listOf(isString),
  /** `ES256, key ID …` of a key that was made here, and the forms in which it can be copied. */
  newKey: isString,
  copies: listOf(oneOf('jwk', 'pem', 'publicPem', 'publicJwks')),
  action: isString,
  making: isBoolean,
  problem: isString,
});

/** Everything on the page. */
export type PanelView = Guarded<typeof isPanelView>;
export const isPanelView = object(
  {
    /** The webview's edit this view answers: an older one does not overwrite what is being typed. */
    revision: isNumber,
    token: isString,
    parts: listOf(object({ ...spanShape, part: oneOf('header', 'payload', 'signature', 'other') })),
    verdict: isBanner,
    /** Sentences about the token's whereabouts: gone after a reload, changed in its document. */
    notes: listOf(isString),
    /** Tokens inside each other: those around the one on the page, outermost first, and whether one is inside it. */
    levels: object({ outer: listOf(isString), shown: isString, hasInner: isBoolean }),
    form: isVerifyForm,
    /** What the form has to ask for this token. */
    asks: object({
      action: oneOf('Verify', 'Decrypt'),
      secret: isString,
      key: isString,
      password: isBoolean,
      keyBinding: isBoolean,
    }),
    display: isDisplay,
    choices: isChoices,
    /** What holds for fields left empty, by the chosen issuer's profile and the settings. */
    defaults: object({ issuer: isString, audience: isString, algorithms: listOf(isString), tolerance: isString }),
    algorithms: listOf(isString),
    /** What the user must fill in next. It gets the focus. */
    wants: oneOf('nothing', 'key', 'issuer', 'claims'),
    verifying: isBoolean,
    checks: listOf(object({ id: isString, outcome: oneOf('pass', 'fail', 'not-checked'), detail: isSentence })),
    /** Why it failed; `fix` is what the button beside it says. */
    explanations: listOf(object({ id: isString, detail: isString, fix: isString })),
    lifetime: isLifetime,
    header: isMemberTable,
    payload: isMemberTable,
    /** What an SD-JWT discloses, and its claims as a verifier passes them on. */
    disclosures: isMemberTable,
    presented: isMemberTable,
    findings: listOf(
      object({
        ...spanShape,
        ruleId: isString,
        severity: oneOf('error', 'warning', 'information', 'hint'),
        message: isSentence,
      }),
    ),
    /** What the webview hands to `setState`. */
    remembered: isRemembered,
  },
  {
    /** The document the token lives in: its name and line. */
    source: isString,
    /** Why a verification could not be made, or not be made well. */
    problem: isString,
    /** While the token is edited. */
    editor: isEditorView,
  },
);
