/** A user's table: separators, headers, column types, missing values, labels. */
package org.dropoutlab.data.table;
