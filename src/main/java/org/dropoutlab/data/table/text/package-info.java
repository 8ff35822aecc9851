/** The text of a user's table: packing, encoding, and its rows as cells. */
package org.dropoutlab.data.table.text;
