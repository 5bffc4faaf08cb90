/** The same as a loop over a HashMap: the limit, and how a table itself grows with its keys. */
@NullMarked
package io.summerbeam.benchmarks.windows.plain;

import org.jspecify.annotations.NullMarked;
