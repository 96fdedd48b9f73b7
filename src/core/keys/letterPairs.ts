/**
 * How much likelier each letter follows each other one in English than by chance, in powers of two: a line per first
 * letter, from `a` to `p` in steps of 1 / 1.6 from -6. Counted over the different words of English prose, the common
 * ones a little more.
 */
const steps = [
  'fklkfhjcjehmjmakamlnihgeif',
  'miihmiadliengcmfalkhmecchd',
  'mfigmfamkakkeaodckhmkaaaga',
  'lhhjpigeoeciefleaikekgfdga',
  'khlmiihegdakjmfjgnmkeigjgb',
  'miiinmbaoaaldbndakhjlabdka',
  'leedofjlmcbkhllfamkhldccge',
  'oaaaoabemcfhihneakhljaeaha',
  'jiljkjjacafkkomjbilmbjagai',
  'maaanhaiiaigaenigaoglhlaaa',
  'kghjphignadhgjkhaemhjagaha',
  'mffjngecnefmeemgaejjjfcama',
  'njdgodfcnedikglmaejdjeacga',
  'lelmlindldhgfikgaemnhhdagc',
  'hijkeiidhehklojkankkkjkffc',
  'nddhndfikcfmgemkanjlkbaaga',
  'bbbbbbbbhbbibbgbbbbbpbgbbb',
  'mgjjoghdmbihjimgajlkigeaja',
  'kekfngclmahiggkkcelnlefchb',
  'mcieofelobaifdlfamljjafcka',
  'kkkikhjbkafmknfkammmfaaede',
  'nbbcpdganaacdfkcaghdgddada',
  'ngaenfgmncgiflmaallhdahdfa',
  'kamfmidimaahkaioaffoedagha',
  'kjkhliialagkllloahmkfejagh',
  'mfifpaafnaikaajaaghakaaail',
];

/**
 * By how many bits letters are likelier in English than at random, negative for most random ones. Only `a` to `z` in
 * either case.
 */
export function englishGain(letters: string): number {
  const places = Array.from(letters.toLowerCase(), (letter) => letter.charCodeAt(0) - 0x61);
  return places
    .slice(1)
    .reduce((bits, place, index) => bits + ((steps[places[index] ?? 0] ?? '').charCodeAt(place) - 0x61) / 1.6 - 6, 0);
}
