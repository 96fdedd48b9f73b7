// The thread that tries the words of a file: bundled by itself as dist/guesser.js.
import { createHmac } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { guessSecret } from '../../core/verify/guessSecret.ts';
import type { Guess } from '../../core/verify/guessSecret.ts';
import type { HmacTarget } from '../../core/verify/hmacTarget.ts';
import { linesOf } from '../../core/verify/wordList.ts';

/** What the thread tells: how far it is, 0 to 1, and at the end what it found. */
export type FromGuesser = { readonly fraction: number } | { readonly guess: Guess | undefined };

/** What the thread is told: the token to find the secret of, and the file whose lines are tried. */
export interface GuesserData {
  readonly target: HmacTarget;
  readonly path: string;
}

const pieceLength = 1 << 20;

const { target, path } = workerData as GuesserData;
const { hash, input, signature } = target;
const isSecret = (word: string): boolean =>
  createHmac(hash.replace('-', ''), word).update(input).digest().equals(signature);
const tell = (message: FromGuesser): void => parentPort?.postMessage(message);

function* piecesOf(file: number): Generator<Uint8Array> {
  const { size } = fstatSync(file);
  const buffer = new Uint8Array(pieceLength);
  let done = 0;
  for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
    yield buffer.subarray(0, length);
    done += length;
    tell({ fraction: done / size });
  }
}

function run(): Guess | undefined {
  const file = openSync(path, 'r');
  try {
    const search = guessSecret(linesOf(piecesOf(file)), isSecret);
    for (;;) {
      const step = search.next();
      if (step.done === true) return step.value;
    }
  } finally {
    closeSync(file);
  }
}

tell({ guess: run() });
