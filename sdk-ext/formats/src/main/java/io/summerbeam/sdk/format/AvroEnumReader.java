package io.summerbeam.sdk.format;

import org.jspecify.annotations.Nullable;

/** Reads an enum as the text of its symbol. */
final class AvroEnumReader implements AvroReader {

  // In the writer's order; null for one that the reader has not.
  private final @Nullable String[] symbols;
  private final String path;

  AvroEnumReader(@Nullable String[] symbols, String path) {
    this.symbols = symbols;
    this.path = path;
  }

  @Override
  public Object read(AvroInput in) throws MalformedException {
    String symbol = symbols[in.readIndex(symbols.length)];
    if (symbol == null) {
      throw new MalformedException(
          "field '" + path + "' has a symbol that the reader's schema has not, and no default");
    }
    return symbol;
  }
}
