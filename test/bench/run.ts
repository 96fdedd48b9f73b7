import os from 'node:os';
import { benchActivation } from './activation.bench.ts';
import { benchHover, benchKeystroke } from './editor.bench.ts';
import { benchGrowth } from './growth.bench.ts';
import { benchSecrets } from './secrets.bench.ts';
import { benchFind, benchLinearity, benchThroughput } from './scan.bench.ts';

console.log(
  `${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.cpus().length} cores, Node ${process.version}, ${process.platform} ${process.arch}`,
);
console.log('Ratios of times measured in this run; they compare machines as little as days.\n');

async function main(): Promise<void> {
  await benchThroughput();
  await benchFind();
  await benchLinearity();
  await benchKeystroke();
  await benchHover();
  await benchSecrets();
  benchActivation();
  await benchGrowth();
}

void main();
