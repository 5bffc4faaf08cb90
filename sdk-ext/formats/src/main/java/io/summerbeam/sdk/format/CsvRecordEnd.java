package io.summerbeam.sdk.format;

/**
 * Tells, byte by byte, where a record of CSV ends: at a line feed that does not stand in quotes.
 *
 * <p>It looks at quotes, delimiters and line ends, which are ASCII, and so needs no decoding. What
 * the parser will refuse, such as text behind a closing quote, it reads on to the end of the line.
 */
public final class CsvRecordEnd {

  private enum State {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    QUOTE_IN_QUOTED
  }

  private final byte delimiter;
  private State state = State.FIELD_START;
  private boolean textBehindQuote;

  /** For records with this delimiter, an ASCII character. */
  public CsvRecordEnd(char delimiter) {
    this.delimiter = (byte) delimiter;
  }

  /** Starts with a new record. */
  public void reset() {
    state = State.FIELD_START;
    textBehindQuote = false;
  }

  /** Takes the next byte; true if it is the line feed that ends the record. */
  public boolean isEnd(byte b) {
    if (state == State.QUOTED) {
      if (b == '"') {
        state = State.QUOTE_IN_QUOTED;
      }
      return false;
    }
    if (b == '\n') {
      return true;
    }
    if (b == delimiter) {
      state = State.FIELD_START;
    } else if (b == '"' && state != State.UNQUOTED) {
      // The first one of a field, or the second of a doubled one.
      state = State.QUOTED;
    } else {
      textBehindQuote |= state == State.QUOTE_IN_QUOTED;
      state = State.UNQUOTED;
    }
    return false;
  }

  /** Whether a quote was opened and not closed. */
  public boolean isInQuotes() {
    return state == State.QUOTED;
  }

  /** Whether text stood behind a closing quote. */
  boolean hasTextBehindQuote() {
    return textBehindQuote;
  }
}
