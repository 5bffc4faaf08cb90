/**
 * A record that meets a row of another place: how its key is read ({@link
 * io.summerbeam.transforms.pairing.KeyReader}) and what of the row it takes ({@link
 * io.summerbeam.transforms.pairing.TakenFields}, {@link
 * io.summerbeam.transforms.pairing.RowAppender}). For {@code enrich} and {@code join}, which know
 * where the row is.
 */
package io.summerbeam.transforms.pairing;
