/**
 * Dropping records that were there already: {@link io.summerbeam.transforms.dedup.DropDuplicates}.
 */
package io.summerbeam.transforms.dedup;
