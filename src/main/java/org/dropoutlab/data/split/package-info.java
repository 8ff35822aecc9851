/** Train, validation and test parts: folds, held-out test sets, stratification. */
package org.dropoutlab.data.split;
