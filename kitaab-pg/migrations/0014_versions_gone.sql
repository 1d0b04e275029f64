-- Of a scale, others see the versions in their view. A version that is gone is in no view and has no scores any more, yet entries
-- that they see may still hold its values: without its number those would read as amounts.
ALTER POLICY theirs ON scale_numbers
    USING (owner = (SELECT book())
           AND (id = ANY (ARRAY(SELECT unnest(v.scales) FROM views v))
                OR (scores = '{}' AND EXISTS (SELECT FROM entries e WHERE e.owner = scale_numbers.owner AND e.scale_no = scale_numbers.no))));
