import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

// A key is compared by people: over the telephone, on a printed card. Hex alone is compared badly, so its first
// bytes are also said in words. No two words begin with the same four letters or differ in one letter only.

/** The fingerprint of a 32-byte public key. */
export interface KeyFingerprint {
  /** SHA-256 of the public key, 64 digits. */
  readonly hex: string;
  /** One word for each of its first eight bytes. */
  readonly words: readonly string[];
}

export function keyFingerprint(publicKey: Uint8Array): KeyFingerprint {
  const hash = sha256(publicKey);
  return { hex: bytesToHex(hash), words: Array.from(hash.subarray(0, 8), wordFor) };
}

function wordFor(byte: number): string {
  return KEY_WORDS[byte] ?? "";
}

/** In order of the byte they stand for. Never changed: cards are printed with them. */
export const KEY_WORDS: readonly string[] = `
abacus acorn adobe agate album alder anchor anvil apple apron arch arrow
ash aspen atlas autumn badge bagel balcony bamboo banjo barley basil beaver
bench birch bison blanket bonfire bottle bridge bronze brush bucket buffalo button
cabin cactus camel candle canoe carpet castle cedar cello chalk cherry chimney
cider cinema circle clay clover cobalt cobweb coffee comet copper coral cotton
cradle crane cricket crystal curtain cypress daisy dolphin donkey drum eagle easel
ebony elbow elm ember engine fable falcon feather fennel ferry fiddle fig
flute forest fossil fountain fox galaxy garden garlic geyser ginger glacier globe
goose granite grape guitar hammer harbor harp hazel hedge helmet heron hill
honey hornet husk igloo indigo iris island ivory jacket jaguar jasmine jelly
jigsaw jungle kayak kettle kiln koala ladder lagoon lantern lark laurel lava
lemon lentil lilac lion lizard lobster lotus lumber magnet mango maple marble
meadow melon mint mirror mitten monsoon mosaic moss mural mustard napkin nectar
needle nest nickel nutmeg oak oasis oboe ocean olive onion opal orchid
otter oven oyster palace panda papaya parrot pasta peach pebble pelican pepper
piano pigeon pine planet plum poppy prairie prism puffin pumpkin quail quartz
quilt quiver rabbit radish raft raven reef ribbon river robin rocket rope
ruby saddle saffron salmon sandal sapphire scarf seal shell silver sketch sled
sparrow spiral spruce squash stone sugar sunset swan syrup tapir teapot temple
thistle tiger timber toast tomato torch tractor trumpet tulip tundra turtle umbrella
valley vanilla velvet violin volcano wagon walnut walrus waltz willow window wolf
yacht yarn zebra zephyr
`
  .trim()
  .split(/\s+/);
