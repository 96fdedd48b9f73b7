import type { Knowledge } from '../../core/report/report.ts';
import { tokenOf } from '../../core/token/tokenOf.ts';
import type { Reports } from '../../services/verification/reports.ts';
import type { Verifier } from '../../services/verification/verifier.ts';
import type { ShownToken } from './shownToken.ts';
import type { VerifySession } from './verifySession.ts';

interface Sources {
  readonly verifier: Pick<Verifier, 'matching'>;
  readonly reports: Pick<Reports, 'about'>;
  readonly shown: ShownToken;
  readonly verifySession: VerifySession;
}

/** What is known of the token on the page. The issuer that fits is the answer until the person chooses differently. */
export class ShownKnowledge {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** What is known now: by itself, or by what the person chose to verify or decrypt the token with. */
  now(): Knowledge {
    const { reports, shown, verifySession } = this.#sources;
    const { text, place } = shown;
    const found = shown.isInDocument ? place?.found : undefined;
    const { verification, ...known } = reports.about(tokenOf(text), place?.document, found, true);
    const { isChosen, answer, opened } = verifySession.progress;
    const shownAnswer = isChosen ? answer : verification;
    return {
      ...known,
      ...(shownAnswer && { verification: shownAnswer }),
      ...(opened && { decryption: opened.decryption }),
    };
  }

  /** Fills in the configured issuer that fits a token. */
  chooseIssuer(text: string): void {
    const { verifier, verifySession } = this.#sources;
    const issuer = verifier.matching(tokenOf(text));
    if (issuer) verifySession.choose(issuer.id, false);
  }

  /** Fills in the issuer that has answered by itself. */
  followAnswer({ verification }: Knowledge): void {
    const { verifySession } = this.#sources;
    const { isChosen, form } = verifySession;
    const choice = verification?.choice ?? form.choice;
    if (!isChosen && form.keyText === '' && choice !== form.choice) verifySession.choose(choice);
  }
}
