package io.summerbeam.transforms.mask.scrub;

/** Groups of hex digits with colons, found by the first colon. */
final class Ipv6Finder implements Finder {

  private static final int GROUPS = 8;
  private static final int GROUP = 4;

  @Override
  public String anchors() {
    return ":";
  }

  @Override
  public boolean mayFindBefore(char anchor, int length, char behind) {
    return behind == ':' || Characters.isHex(behind);
  }

  @Override
  public long find(String text, int at, int from, int edge) {
    int start = at;
    while (start > from && at - start <= GROUP && Characters.isHex(text.charAt(start - 1))) {
      start--;
    }
    if (at - start > GROUP
        || (start == at && !text.startsWith("::", at))
        || (start > 0 && text.charAt(start - 1) == ':')
        || !Characters.numberMayBegin(text, start, edge)) {
      return NONE;
    }
    int end = end(text, start);
    return end >= 0 ? Span.of(start, end) : NONE;
  }

  private static int end(String text, int start) {
    int groups = 0;
    boolean gap = text.startsWith("::", start);
    boolean digit = false;
    int end = gap ? start + 2 : start;
    int at = end;
    while (groups < GROUPS) {
      int groupEnd = groupEnd(text, at);
      boolean last = groupEnd < text.length() && text.charAt(groupEnd) == '.';
      int ipv4 = last && (gap ? groups < 6 : groups == 6) ? Ipv4Finder.end(text, at) : -1;
      if (ipv4 >= 0 && mayEnd(text, ipv4)) {
        groups += 2;
        digit = true;
        end = ipv4;
        break;
      }
      // What is no group may be a number of another kind behind the address.
      if (groupEnd == at || !Characters.numberMayEnd(text, groupEnd)) {
        break;
      }
      for (int i = at; i < groupEnd; i++) {
        digit |= Characters.isDigit(text.charAt(i));
      }
      groups++;
      end = groupEnd;
      if (text.startsWith("::", end) && !gap) {
        gap = true;
        end += 2;
        at = end;
      } else if (text.startsWith(":", end)) {
        at = end + 1;
      } else {
        break;
      }
    }
    boolean complete = gap ? groups < GROUPS : groups == GROUPS;
    return complete && digit && mayEnd(text, end) ? end : -1;
  }

  private static int groupEnd(String text, int start) {
    int end = start;
    while (end < text.length() && end - start < GROUP && Characters.isHex(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** More groups make it a fingerprint; one more may be a port. */
  private static boolean mayEnd(String text, int end) {
    if (!Characters.numberMayEnd(text, end) || text.startsWith("::", end)) {
      return false;
    }
    if (!text.startsWith(":", end)) {
      return true;
    }
    int next = groupEnd(text, end + 1);
    return next == end + 1 || !text.startsWith(":", next);
  }
}
