using System.Text;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Runner;

/// <summary>Tables as people have them: what is no table of the expected kind is refused, never read as something else.</summary>
public sealed class CsvTableTests : IDisposable
{
    private readonly SweepFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a,b\n1.5,2\n-3,4e-1\n")]
    [InlineData("a;b\n1.5;2\n-3;4e-1\n")]
    [InlineData("a\tb\n1.5\t2\n-3\t4e-1\n")]
    [InlineData("a|b\n1.5|2\n-3|4e-1\n")]
    [InlineData("sep=;\na;b\n1.5;2\n-3;4e-1\n")]
    [InlineData("a;b\n1,5;2\n-3;4e-1\n")]
    [InlineData("a;b\n1,5;2,0\n-3,;,4\n")]
    [InlineData("a\tb\n1,5\t2\n-3\t0,4\n")]
    [InlineData("a|b\n1,5|2\n-3|0,4\n")]
    [InlineData("a,b\n\"1,5\",2\n-3,\"0,4\"\n")]
    [InlineData("\"a\",\"b\"\r\n\"1.5\",\"2\"\r\n\"-3\",\"0.4\"\r\n")]
    [InlineData("a,b\r1.5,2\r-3,0.4")]
    [InlineData("\n a , b \n\n 1.5 ,\t2\n\n-3,\u00A00.4\n\n  \n\t\n")]
    [InlineData("a,b\n+1.5,2.\n-3,.4")]
    public void Tables_are_read_however_they_are_written(string text)
    {
        Assert.Equal([1.5, 2, -3, 0.4], Numbers(Encoding.UTF8.GetBytes(text)));
        Assert.Equal([1.5, 2, -3, 0.4], Numbers([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]));
        Assert.Equal([1.5, 2, -3, 0.4], Numbers([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]));
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4,5\n", "line 3: 3 fields, parted by commas, and the header has 2; expected as many; numbers with decimal commas need quotes")]
    [InlineData("a,b\n0,24,0,54\n", "line 2: 4 fields, parted by commas, and the header has 2")]
    [InlineData("a,b\n1,2\n\n3\n", "line 4: 1 field, parted by commas, and the header has 2; expected as many")]
    [InlineData("a,b\n1,2,\n", "line 2: 3 fields")]
    [InlineData("a;b\n1;2;3\n", "line 2: 3 fields, parted by semicolons, and the header has 2; expected as many")]
    [InlineData("a\tb\n1\n", "line 2: 1 field, parted by tabs, and the header has 2")]
    [InlineData("a|b\n1|2|3\n", "line 2: 3 fields, parted by bars, and the header has 2")]
    [InlineData("a,b\n\"1\n2\",3\n4,5,6\n", "line 2, column a: `1\n2` is not a finite number")]
    public void Rows_of_another_length_than_the_header_are_refused_by_their_line(string text, string expected) => Refused(text, expected);

    [Theory]
    [InlineData("a,b;c\n1,2;3\n", "line 1: `b;c` is parted by semicolons, and the other names by commas; expected one separator in all of the file")]
    [InlineData("a,b,c;d\n1,2,3;4\n", "line 2: `3;4` below `c;d` is parted by semicolons, and the other fields by commas; expected one separator")]
    [InlineData("a,b,c;d\n1,2,x;3\n", "line 2: `x;3` below `c;d` is parted by semicolons")]
    [InlineData("a;b;c|d\n1;2;3|4\n", "line 2: `3|4` below `c|d` is parted by bars, and the other fields by semicolons")]
    [InlineData("a\tb\tc,d\n1\t2\t3,4\n", "line 2: `3,4` below `c,d` is parted by commas, and the other fields by tabs")]
    public void Fields_of_several_separators_are_refused(string text, string expected) => Refused(text, expected);

    [Theory]
    [InlineData("a,b,\"c;d\"\n1.5,2,1\n-3,0.4,2\n")]
    [InlineData("a;b;c, in m\n1,5;2;1,5\n-3;0,4;2\n")]
    [InlineData("a;b;city, country\n1.5;2;Paris, France\n-3;0.4;Rome, Italy\n")]
    public void A_name_may_have_another_separator(string text) => Tables_are_read_however_they_are_written(text);

    [Theory]
    [InlineData("a;b\n1,5;2\n0.5;1\n", "decimal commas and decimal points: `1,5` in line 2, column a, `0.5` in line 3, column a")]
    [InlineData("a;b\n1.234;1,5\n", "decimal commas and decimal points")]
    [InlineData("a;b\n1,234;5\n2;3\n", "`1,234` in line 2, column a may be 1.234 or 1234; expected numbers with a decimal point")]
    [InlineData("a,b\n\"1,234\",5\n", "`1,234` in line 2, column a may be 1.234 or 1234")]
    [InlineData("a,b\n\"1,234.5\",5\n", "`1,234.5` is not written as a number; expected one such as -1234.5")]
    [InlineData("a;b\n1.234.567;5\n", "`1.234.567` is not written as a number")]
    [InlineData("a,b\n1 234,5\n", "`1 234` is not written as a number")]
    [InlineData("a,b\n1'234,5\n", "`1'234` is not written as a number")]
    [InlineData("a,b\n12 %,5\n", "`12 %` is not written as a number")]
    [InlineData("a,b\n$5,5\n", "`$5` is not written as a number")]
    [InlineData("a,b\n−5,5\n", "`−5` is not written as a number")]
    [InlineData("a,b\ninf,5\n", "line 2, column a: `inf` is not a finite number")]
    [InlineData("a,b\n1,Infinity\n", "line 2, column b: `Infinity` is not a finite number")]
    [InlineData("a,b\n1,1e999\n", "line 2, column b: `1e999` is not a finite number")]
    [InlineData("a,b\nNaN,1\n", "line 2, column a: `NaN` is not a finite number")]
    [InlineData("a,b\n0x1F,1\n", "`0x1F` is not written as a number")]
    public void Numbers_that_may_be_others_are_refused(string text, string expected) => Refused(text, expected);

    [Fact]
    public void A_comma_before_three_digits_is_decimal_where_another_number_says_so() =>
        Assert.Equal([1.234, 0.5, 12.5, 2], Numbers("a;b\n1,234;0,5\n12,5;2\n"u8.ToArray()));

    [Theory]
    [InlineData("1.5,2.5\n3,4\n", "line 1 is numbers alone (1.5, 2.5); expected a header with the columns' names")]
    [InlineData("5,3\n3,4\n", "line 1 is numbers alone (5, 3)")]
    [InlineData("a,a\n1,2\n", "the header has 2 columns named `a`; expected one")]
    [InlineData("a,\n1,2\n", "no column `b`; the header has a, ")]
    [InlineData("", "empty; expected a header and one row per example")]
    [InlineData("\n\n", "empty; expected a header and one row per example")]
    [InlineData("a,b\n1,\"2\n", "line 2: not well-formed CSV")]
    [InlineData("a,b\n1,2\"3\n", "line 2: not well-formed CSV")]
    [InlineData("a,b\n1,\0\n", "line 2, column b: not a text in UTF-8")]
    [InlineData("a b\n1 2\n", "no column `a`; the header has a b")]
    public void Files_that_are_no_tables_are_refused(string text, string expected) => Refused(text, expected);

    [Fact]
    public void Columns_without_names_are_called_by_their_places_as_pandas_does() =>
        Assert.Equal([2, 4], Numbers("0,1\n1,2\n3,4\n"u8.ToArray(), "1"));

    [Fact]
    public void A_text_in_another_encoding_is_refused()
    {
        var error = Assert.Throws<UserErrorException>(() => Numbers(Encoding.Latin1.GetBytes("a,bé\n1,2\n")));
        Assert.EndsWith("not a text in UTF-8; expected a CSV file, saved as UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero", "longer than")]
    [InlineData("/dev/null", "empty; expected a header")]
    public void A_device_is_not_read_for_ever(string path, string expected)
    {
        Assert.SkipUnless(File.Exists(path), "no such device here");
        var error = Assert.Throws<UserErrorException>(() => CsvTable.Read(path, csv => csv.Next()));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sixty_thousand_columns_are_found_as_fast_as_a_few()
    {
        string[] names = [.. Enumerable.Range(0, 60_000).Select(i => FormattableString.Invariant($"x{i}"))];
        var path = _folder.Write("data.csv", $"{string.Join(',', names)}\n{string.Join(',', names.Select(_ => "1"))}\n");
        Assert.Equal(59_999, CsvTable.Read(path, csv => names.Select(csv.Column).ToList())[^1]);
    }

    private void Refused(string text, string expected)
    {
        var error = Assert.Throws<UserErrorException>(() => Numbers(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.Write("data.csv", ""), error.Message, StringComparison.Ordinal);
    }

    /// <summary>The numbers of two columns, row by row.</summary>
    private List<double> Numbers(byte[] content, params string[] names)
    {
        var path = _folder.Write("data.csv", "");
        File.WriteAllBytes(path, content);
        return CsvTable.Read(path, csv =>
        {
            int[] columns = [.. (names.Length == 0 ? ["a", "b"] : names).Select(csv.Column)];
            var numbers = new List<double>();
            while (csv.Next()) numbers.AddRange(columns.Select(csv.Number));
            return numbers;
        });
    }
}
