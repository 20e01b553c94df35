// Writes chunks with Prometheus's own encoders, for ChunkGoldenTest.
//
//	go mod init golden && go get github.com/prometheus/prometheus@v0.314.0
//	go run generate.go SEED CHUNKS > prometheus-3.14.txt
//
// One line is a chunk: encoding, data in hexadecimal; then its samples as
// Prometheus's iterators return them, a line each, with raw bits of floats in
// hexadecimal: s TIMESTAMP START VALUE, or h TIMESTAMP START COUNT ZEROCOUNT
// SUM BUCKETS, where buckets are absolute, positive and then negative.
package main

import (
	"bufio"
	"fmt"
	"math"
	"math/rand"
	"os"
	"strconv"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
)

var (
	r   *rand.Rand
	out = bufio.NewWriter(os.Stdout)
)

func main() {
	seed, _ := strconv.ParseInt(os.Args[1], 10, 64)
	chunks, _ := strconv.Atoi(os.Args[2])
	r = rand.New(rand.NewSource(seed))
	defer out.Flush()
	for i := 0; i < chunks; i++ {
		switch i % 6 {
		case 0:
			floats(chunkenc.NewXORChunk(), false)
		case 1:
			floats(chunkenc.NewXOR2Chunk(), true)
		case 2:
			histograms(chunkenc.NewHistogramChunk(), false)
		case 3:
			floatHistograms(chunkenc.NewFloatHistogramChunk(), false)
		case 4:
			histograms(chunkenc.NewHistogramSTChunk(), true)
		case 5:
			floatHistograms(chunkenc.NewFloatHistogramSTChunk(), true)
		}
	}
}

func samples() int {
	switch r.Intn(4) {
	case 0:
		return 1
	case 1:
		return 1 + r.Intn(4)
	case 2:
		return 1 + r.Intn(30)
	}
	return 120 + r.Intn(20)
}

// clock yields ascending timestamps with jitter, now and then a huge jump.
func clock() func() int64 {
	t := []int64{0, -1_000_000, 1_795_356_460_367, math.MinInt64}[r.Intn(4)]
	step := []int64{1, 1000, 15000, 60000}[r.Intn(4)]
	jitter := []int64{1, 1, 20, 9000, 70000, 600000}[r.Intn(6)]
	return func() int64 {
		d := step + r.Int63n(jitter) - jitter/2
		if d < 1 {
			d = 1
		}
		if r.Intn(200) == 0 {
			d += r.Int63n(1 << 40)
		}
		t += d
		return t
	}
}

// starts yields start timestamps: never, one, changing late, or at each sample.
func starts(has bool) func(i int, t int64) int64 {
	kind := r.Intn(4)
	first := int64(r.Intn(1000000))
	change := 1 + r.Intn(140)
	return func(i int, t int64) int64 {
		switch {
		case !has || kind == 0:
			return 0
		case kind == 1:
			return first
		case kind == 2:
			if i < change {
				return first
			}
			return first + int64(i/7)*1000
		}
		return t - int64(r.Intn(3))*int64(r.Intn(5000))
	}
}

// floatsOf yields values of one shape.
func floatsOf() func() float64 {
	kind := r.Intn(6)
	v := float64(r.Intn(1000))
	return func() float64 {
		switch kind {
		case 0:
		case 1:
			v += float64(r.Intn(10))
		case 2:
			v = float64(r.Intn(10000)) / 100
		case 3:
			v = math.Float64frombits(r.Uint64())
		case 4:
			odd := []uint64{value.StaleNaN, value.NormalNaN, 0x7ff8dead0000beef, 1 << 63, 0, 0x7ff0000000000000, 0xfff0000000000000, 1}
			v = math.Float64frombits(odd[r.Intn(len(odd))])
		case 5:
			v += r.NormFloat64()
		}
		if r.Intn(100) == 0 {
			return math.Float64frombits(value.StaleNaN)
		}
		return v
	}
}

func floats(c chunkenc.Chunk, st bool) {
	app, _ := c.Appender()
	next, start, val := clock(), starts(st), floatsOf()
	for i, n := 0, samples(); i < n; i++ {
		t := next()
		app.Append(start(i, t), t, val())
	}
	fmt.Fprintf(out, "%d %x\n", c.Encoding(), c.Bytes())
	it := c.Iterator(nil)
	for it.Next() != chunkenc.ValNone {
		t, v := it.At()
		fmt.Fprintf(out, "s %d %d %x\n", t, it.AtST(), math.Float64bits(v))
	}
}

func spans() []histogram.Span {
	var s []histogram.Span
	for i, n := 0, r.Intn(4); i < n; i++ {
		s = append(s, histogram.Span{Offset: int32(r.Intn(40)) - int32(20*min(1, 1-min(i, 1))), Length: uint32(r.Intn(6))})
	}
	return s
}

func buckets(s []histogram.Span) int {
	n := 0
	for _, span := range s {
		n += int(span.Length)
	}
	return n
}

func template() (schema int32, zero float64, pos, neg []histogram.Span, bounds []float64) {
	pos, neg = spans(), spans()
	zero = []float64{0, 1, 2.938735877055719e-39, 0.001, math.Ldexp(1, 10), math.Ldexp(1, 11), math.Ldexp(1, -243), math.Ldexp(1, -244)}[r.Intn(8)]
	schema = int32(r.Intn(13)) - 4
	if r.Intn(4) == 0 {
		schema, zero, neg = histogram.CustomBucketsSchema, 0, nil
		pos = []histogram.Span{{Offset: 0, Length: 5}}
		bounds = []float64{0.005, 0.01, 1, 33554.43, 1e9 / 7}[:4+r.Intn(2)]
	}
	return schema, zero, pos, neg, bounds
}

func hint() histogram.CounterResetHint {
	return []histogram.CounterResetHint{histogram.UnknownCounterReset, histogram.CounterReset, histogram.GaugeType}[r.Intn(3)]
}

func histograms(c chunkenc.Chunk, st bool) {
	app, _ := c.Appender()
	schema, zero, pos, neg, bounds := template()
	next, start, first := clock(), starts(st), hint()
	p, n := make([]int64, buckets(pos)), make([]int64, buckets(neg))
	zeros, grow := uint64(0), []int64{1, 3, 100, 1 << 30}[r.Intn(4)]
	stale := r.Intn(4) == 0
	for i, m := 0, samples(); i < m; i++ {
		h := &histogram.Histogram{Schema: schema, ZeroThreshold: zero, PositiveSpans: pos, NegativeSpans: neg, CustomValues: bounds}
		zeros += uint64(r.Int63n(grow))
		h.ZeroCount, h.Count = zeros, zeros
		h.PositiveBuckets, h.Count = deltas(p, grow, h.Count)
		h.NegativeBuckets, h.Count = deltas(n, grow, h.Count)
		h.Sum = float64(h.Count) * 1.5
		if stale && i >= m-2 {
			h = &histogram.Histogram{Sum: math.Float64frombits(value.StaleNaN)}
		}
		if first == histogram.GaugeType || i == 0 {
			h.CounterResetHint = first
		}
		t := next()
		nc, _, _, err := app.AppendHistogram(nil, start(i, t), t, h, true)
		if err != nil || nc != nil {
			panic(fmt.Sprint(err, nc))
		}
	}
	fmt.Fprintf(out, "%d %x\n", c.Encoding(), c.Bytes())
	it := c.Iterator(nil)
	for it.Next() != chunkenc.ValNone {
		t, h := it.AtHistogram(nil)
		fmt.Fprintf(out, "h %d %d %d %d %x", t, it.AtST(), h.Count, h.ZeroCount, math.Float64bits(h.Sum))
		for _, deltas := range [][]int64{h.PositiveBuckets, h.NegativeBuckets} {
			sum := int64(0)
			for _, d := range deltas {
				sum += d
				fmt.Fprintf(out, " %d", sum)
			}
		}
		fmt.Fprintln(out)
	}
}

// deltas lets buckets grow and returns their differences, and the count with them.
func deltas(b []int64, grow int64, count uint64) ([]int64, uint64) {
	d := make([]int64, len(b))
	last := int64(0)
	for i := range b {
		b[i] += r.Int63n(grow)
		d[i] = b[i] - last
		last = b[i]
		count += uint64(b[i])
	}
	return d, count
}

func floatHistograms(c chunkenc.Chunk, st bool) {
	app, _ := c.Appender()
	schema, zero, pos, neg, bounds := template()
	next, start, first := clock(), starts(st), hint()
	p, n := make([]float64, buckets(pos)), make([]float64, buckets(neg))
	zeros := 0.0
	stale := r.Intn(4) == 0
	for i, m := 0, samples(); i < m; i++ {
		h := &histogram.FloatHistogram{Schema: schema, ZeroThreshold: zero, PositiveSpans: pos, NegativeSpans: neg, CustomValues: bounds}
		zeros += r.Float64()
		h.ZeroCount, h.Count = zeros, zeros
		h.PositiveBuckets, h.Count = grown(p, h.Count)
		h.NegativeBuckets, h.Count = grown(n, h.Count)
		h.Sum = h.Count * 1.5
		if stale && i >= m-2 {
			h = &histogram.FloatHistogram{Sum: math.Float64frombits(value.StaleNaN)}
		}
		if first == histogram.GaugeType || i == 0 {
			h.CounterResetHint = first
		}
		t := next()
		nc, _, _, err := app.AppendFloatHistogram(nil, start(i, t), t, h, true)
		if err != nil || nc != nil {
			panic(fmt.Sprint(err, nc))
		}
	}
	fmt.Fprintf(out, "%d %x\n", c.Encoding(), c.Bytes())
	it := c.Iterator(nil)
	for it.Next() != chunkenc.ValNone {
		t, h := it.AtFloatHistogram(nil)
		fmt.Fprintf(out, "h %d %d %x %x %x", t, it.AtST(), math.Float64bits(h.Count), math.Float64bits(h.ZeroCount), math.Float64bits(h.Sum))
		for _, b := range append(append([]float64{}, h.PositiveBuckets...), h.NegativeBuckets...) {
			fmt.Fprintf(out, " %x", math.Float64bits(b))
		}
		fmt.Fprintln(out)
	}
}

func grown(b []float64, count float64) ([]float64, float64) {
	for i := range b {
		if r.Intn(2) == 0 {
			b[i] += r.Float64()
		}
		count += b[i]
	}
	return append([]float64{}, b...), count
}
