import os from 'node:os';
import { benchHover, benchKeystroke } from './editor.bench.ts';
import { benchLinearity, benchThroughput } from './scan.bench.ts';

console.log(
  `${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.cpus().length} cores, Node ${process.version}, ${process.platform} ${process.arch}`,
);
console.log('Ratios of times measured in this run; they compare machines as little as days.\n');
benchThroughput();
benchLinearity();
benchKeystroke();
benchHover();
