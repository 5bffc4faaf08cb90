package io.summerbeam.transforms.lookup;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the answers for some keys will come from.
 *
 * @param own the call that was made for them; null where none was needed
 * @param joined the calls of others that ask for some of them already
 * @param answered what was in the cache after all
 */
record Asked(@Nullable Call own, Map<Object, Call> joined, Map<Object, Answer> answered) {}
