/**
 * What the {@code SchemaTransformProvider}s share: the same transforms for Beam YAML and other
 * SDKs. Each provider stands beside its transform.
 */
package io.summerbeam.transforms.portable;
