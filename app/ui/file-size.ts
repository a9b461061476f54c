import type { PageKey } from "#app/content/messages/keys.ts";
import type { Text } from "#app/core/shared/text.ts";

const KB = 1024;

/** `118 KB`, for people. */
export function fileSize(bytes: number, text: Text<PageKey>): string {
  if (bytes < KB) return text("ui.bytes", { size: bytes });
  if (bytes < KB * KB) return text("ui.kilobytes", { size: Math.round(bytes / KB) });
  return text("ui.megabytes", { size: Math.round((bytes / KB / KB) * 10) / 10 });
}
