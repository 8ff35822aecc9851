/** DataVec at both ends: a table's preparation as a {@code TransformProcess}, so that plain Deeplearning4j serves a kept model. */
package org.dropoutlab.datavec;
