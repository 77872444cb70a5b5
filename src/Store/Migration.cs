using System.Globalization;
using System.Reflection;

namespace Goalkeeper.Store;

/// <summary>One step of the schema.</summary>
/// <param name="Version">1, 2, …: the user_version that it leads to.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(long Version, string Sql)
{
    /// <summary>The steps of this program, embedded as Migrations/0001_name.sql, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Embedded();

    private static List<Migration> Embedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var migrations = new List<Migration>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)))
        {
            // "Goalkeeper.Store.Migrations.0001_initial.sql"
            var file = name[(name.IndexOf("Migrations.", StringComparison.Ordinal) + "Migrations.".Length)..];
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            migrations.Add(new Migration(long.Parse(file[..4], NumberStyles.None, CultureInfo.InvariantCulture), reader.ReadToEnd()));
        }
        migrations.Sort((a, b) => a.Version.CompareTo(b.Version));
        return migrations;
    }
}
