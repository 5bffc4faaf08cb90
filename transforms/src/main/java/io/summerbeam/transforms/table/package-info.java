/**
 * A bounded table in the memory of every worker, as a side input that travels as a few arrays of
 * bytes: {@link io.summerbeam.transforms.table.PackedTable} makes it, {@link
 * io.summerbeam.transforms.table.TableIndex} is looked up in. For the transforms, which know what a
 * key that is not there means.
 */
package io.summerbeam.transforms.table;
