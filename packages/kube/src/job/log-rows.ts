/**
 * The rows of a text that comes in pieces, cut to `longest` characters. What follows the last line break is a row only
 * where the text is whole: else it is still being written.
 */
export async function* logRows(
  pieces: AsyncIterable<string>,
  longest: number,
  isWhole: boolean,
): AsyncGenerator<string, void, undefined> {
  let rest = "";
  const add = (text: string) => {
    if (rest.length < longest) rest += text.slice(0, longest - rest.length);
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let to = piece.indexOf("\n"); to >= 0; to = piece.indexOf("\n", from)) {
      add(piece.slice(from, to));
      yield rest;
      rest = "";
      from = to + 1;
    }
    add(piece.slice(from));
  }
  if (isWhole && rest !== "") yield rest;
}
