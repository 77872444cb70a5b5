namespace Goalkeeper.Store;

/// <summary>The examples that came with trials' predictions, as rows: each set stands once, whoever predicts it.</summary>
internal static class ExampleSets
{
    /// <summary>A set by its row.</summary>
    /// <exception cref="FormatException">Its examples are not those of its hash.</exception>
    public static ExampleSet Read(StoreConnection store, long id)
    {
        var (names, labels) = (new List<string>(), new List<int>());
        var rows = store.Prepared("SELECT name, label FROM example WHERE example_set_id = ?1 ORDER BY number").Bind(1, id);
        while (rows.Step())
        {
            names.Add(rows.Text(0));
            labels.Add((int)rows.Int64(1));
        }
        var examples = ExampleSet.Of(names, labels);
        var stored = store.Prepared("SELECT sha256 FROM example_set WHERE id = ?1").Bind(1, id).Scalar() as string;
        return examples.Id == stored ? examples : throw new FormatException("its examples are not those that their SHA-256 names");
    }

    /// <summary>The row of a set, written where it is not there yet.</summary>
    public static long FindOrInsert(StoreConnection store, ExampleSet examples)
    {
        if (store.Prepared("SELECT id FROM example_set WHERE sha256 = ?1").Bind(1, examples.Id).Scalar() is long known) return known;
        var id = (long)store.Prepared("INSERT INTO example_set (sha256) VALUES (?1) RETURNING id").Bind(1, examples.Id).Scalar()!;
        var insert = store.Prepared("INSERT INTO example (example_set_id, number, name, label) VALUES (?1, ?2, ?3, ?4)").Bind(1, id);
        foreach (var (i, (name, label)) in examples.Names.Zip(examples.Labels).Index()) insert.Bind(2, i + 1).Bind(3, name).Bind(4, label).Execute();
        return id;
    }
}
