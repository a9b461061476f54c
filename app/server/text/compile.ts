import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import type { Message, Piece } from "#app/core/shared/message.ts";

/** A message of a catalog that cannot be used. Its text says which, and why. */
export class MessageError extends Error {
  override readonly name = "MessageError";
}

/**
 * Reads ICU MessageFormat: values, plural with `=n` and `#`, select, and tags for what stands inside a line.
 * Dates have components of their own; `number` formats, offsets and ordinals have no use here.
 */
export function compile(key: string, source: string): Message {
  let elements: readonly MessageFormatElement[];
  try {
    elements = parse(source, { requiresOtherClause: true });
  } catch (cause) {
    throw new MessageError(`${key} is not ICU MessageFormat: ${source}`, { cause });
  }
  return messageOf(key, elements, undefined);
}

/** `counted` is the place whose number `#` stands for. */
function messageOf(
  key: string,
  elements: readonly MessageFormatElement[],
  counted: string | undefined,
): Message {
  const pieces = elements.map((element) => pieceOf(key, element, counted));
  const [only = "", ...others] = pieces;
  return others.length === 0 && typeof only === "string" ? only : pieces;
}

function pieceOf(key: string, element: MessageFormatElement, counted: string | undefined): Piece {
  switch (element.type) {
    case TYPE.literal:
      return element.value;
    case TYPE.argument:
      return ["value", element.value];
    case TYPE.pound:
      if (counted === undefined) throw new MessageError(`${key} has # outside a plural`);
      return ["value", counted];
    case TYPE.tag:
      return ["tag", element.value, messageOf(key, element.children, counted)];
    case TYPE.select:
      return ["select", element.value, choicesOf(key, element.options, counted)];
    case TYPE.plural:
      if (element.offset !== 0 || element.pluralType !== "cardinal") break;
      return ["plural", element.value, choicesOf(key, element.options, element.value)];
    default:
  }
  throw new MessageError(`${key} uses a part of ICU MessageFormat that is not read here`);
}

function choicesOf(
  key: string,
  options: Readonly<Record<string, { readonly value: readonly MessageFormatElement[] }>>,
  counted: string | undefined,
): Readonly<Record<string, Message>> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [name, messageOf(key, value, counted)]),
  );
}
